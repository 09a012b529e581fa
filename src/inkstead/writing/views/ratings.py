"""A part that is less for everybody than its story."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from inkstead.stories import actions, rules
from inkstead.stories.finding import own_part, writer
from inkstead.web.desk import desk_page
from inkstead.writing.forms import PartRatingForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rating(request: HttpRequest, part_id: int) -> HttpResponse:
    part = own_part(request, part_id, rules.must_publish)
    form = PartRatingForm(request.POST) if request.method == "POST" else PartRatingForm.of(part)
    if request.method == "POST" and form.is_valid():
        saved = form.attempt(lambda: actions.edit_part(part, by=writer(request), **form.given))
        if saved is not None:
            messages.success(request, "Saved.")
            return redirect("write_part", part.pk)
    context = {"story": part.story, "part": part, "form": form}
    status = 422 if form.errors else 200
    return desk_page(request, "writing/rating.html", "Rating and warnings", context, status=status)
