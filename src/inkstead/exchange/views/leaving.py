"""Take everything away: an archive of each pen name and one of what its person keeps as a reader, also when their
account is closed."""

from __future__ import annotations

import time

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from inkstead.accounts.closed import closed_account
from inkstead.accounts.models import PenName, User
from inkstead.exchange import archives
from inkstead.exchange.archives import ask_for_archive, ask_for_own_archive, open_archive
from inkstead.exchange.jobs import make_archive
from inkstead.exchange.models import Archive
from inkstead.exchange.portable.signing import public_key
from inkstead.stories.models import Story
from inkstead.web.files import file_answer
from inkstead.web.pages import PRIVATE


@require_safe
def leaving(request: HttpRequest) -> HttpResponse:
    person = leaver(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    names = list(person.pen_names.select_related("archive").order_by("pk"))
    stories = dict.fromkeys((name.pk for name in names), 0)
    for author in Story.objects.filter(author__in=names).values_list("author", flat=True):
        stories[author] += 1
    told = [(name, getattr(name, "archive", None), stories[name.pk]) for name in names]
    own = Archive.objects.filter(user=person).first()
    of_all = [own, *(archive for _, archive, _ in told)]
    working = any(archive is not None and archive.made_at is None and not archive.wrong for archive in of_all)
    shown = {"names": told, "own": own, "kept_days": archives.KEPT.days, "is_closed": not person.is_active}
    response = render(request, "exchange/leaving.html", shown)
    response["Cache-Control"] = PRIVATE
    if working:
        response["Refresh"] = "2"
    return response


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """For one pen name, for what they keep as a reader, or – only when the person says so – for each, in files of
    their own."""
    person = leaver(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    names = person.pen_names.order_by("pk")
    if "every" not in request.POST:
        names = names.filter(slug=request.POST.get("name", ""))
    for name in names:
        with transaction.atomic():
            archive = ask_for_archive(name, by=person)
            make_archive.enqueue(archive.pk, archive.turn)
    if "own" in request.POST or "every" in request.POST:
        with transaction.atomic():
            archive = ask_for_own_archive(person)
            make_archive.enqueue(archive.pk, archive.turn)
    return redirect("leaving")


@require_safe
def archive_file(request: HttpRequest, slug: str) -> HttpResponseBase:
    person = leaver(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    name = get_object_or_404(PenName.objects.filter(user=person).select_related("archive"), slug=slug)
    file_name = f"{slug if slug.isascii() else f'pen-name-{name.pk}'}.inkstead.zip"
    return _file(request, getattr(name, "archive", None), file_name)


@require_safe
def own_file(request: HttpRequest) -> HttpResponseBase:
    person = leaver(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    return _file(request, Archive.objects.filter(user=person).first(), "reader.inkstead.zip")


def _file(request: HttpRequest, archive: Archive | None, name: str) -> HttpResponseBase:
    file = open_archive(archive) if archive is not None else None
    if archive is None or file is None:
        raise Http404
    response = file_answer(
        request,
        file,
        size=archive.size,
        content_type="application/zip",
        name=name,
        tag=f"{archive.pk}-{archive.turn}-{archive.size}",
        modified=archive.made_at,
    )
    response["Cache-Control"] = PRIVATE
    return response


@require_safe
def signing_key(request: HttpRequest) -> HttpResponse:
    """The public half of the key that signs archives, for whoever wants to compare."""
    return HttpResponse(public_key() + "\n", content_type="text/plain; charset=utf-8")


def leaver(request: HttpRequest) -> User | None:
    """Who is signed in; or who proved a moment ago that a closed account is theirs, and may do nothing else."""
    return request.user if isinstance(request.user, User) else closed_account(request, now=time.time())
