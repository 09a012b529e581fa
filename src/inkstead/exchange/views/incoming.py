"""Bring in the archive of another Inkstead."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from inkstead.exchange.forms_moving import ArchiveForm
from inkstead.exchange.incoming import let_in, receive_archive, turn_away
from inkstead.exchange.jobs import take_in_archive
from inkstead.exchange.models import Incoming
from inkstead.exchange.moving import forwarding_address
from inkstead.stories.finding import writer
from inkstead.web.desk import desk_page
from inkstead.web.uploads import Bounded

LIMIT = 512 * 1024 * 1024
TOO_LARGE = f"That is larger than {LIMIT // 1024**2} MB. Whoever runs this site can take it in with `inkstead import`."


@csrf_exempt  # asked by `_bring`, after the handler stands: looking for the token reads the whole upload
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bring_archive(request: HttpRequest) -> HttpResponse:
    bounded = Bounded(request, LIMIT)
    request.upload_handlers.insert(0, bounded)
    return _bring(request, bounded)


@csrf_protect
def _bring(request: HttpRequest, bounded: Bounded) -> HttpResponse:
    user = writer(request)
    form = ArchiveForm(request.POST or None, request.FILES or None, writer=user)
    if bounded.is_too_large:
        form.errors.clear()
        form.add_error(None, TOO_LARGE)
    elif request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        row = form.attempt(
            lambda: receive_archive(given["file"].chunks(), author=given["author"], by=user, publish=given["publish"])
        )
        if row is not None:
            with transaction.atomic():
                take_in_archive.enqueue(row.pk)
            return redirect("incoming", row.pk)
    context = {"story": None, "part": None, "form": form, "one_name": user.pen_names.count() == 1}
    title = "Bring in an archive"
    return desk_page(request, "exchange/bring_archive.html", title, context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def incoming(request: HttpRequest, incoming_id: int) -> HttpResponse:
    """How far it is; or first the question whether it is to be taken in, when it came where manuscripts do."""
    rows = Incoming.objects.filter(author__user=writer(request)).select_related("author")
    row = get_object_or_404(rows, pk=incoming_id)
    if request.method == "POST":
        if "no" in request.POST:
            turn_away(row)
            messages.success(request, "Nothing was kept.")
            return redirect("bring_in")
        let_in(row, publish="publish" in request.POST)
        return redirect("incoming", row.pk)
    forward = forwarding_address(row.author, row.told["host"]) if row.told else ""
    context = {"story": None, "part": None, "incoming": row, "forward": forward}
    title = "An archive of another Inkstead" if row.waits else "Taking it in"
    response = desk_page(request, "exchange/incoming.html", title, context)
    if row.ended_at is None and not row.waits:
        response["Refresh"] = "2"
    return response
