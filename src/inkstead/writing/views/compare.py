"""Two versions side by side: to see what changed, and to make one of two that were written at the same time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from inkstead.stories.actions import Stale, settle_aside, take_from_both
from inkstead.stories.finding import own_part, writer
from inkstead.stories.models import Part, Revision
from inkstead.web.desk import desk_page
from inkstead.writing.comparing import combined, common_text, places, told_apart
from inkstead.writing.queries.sittings import FIELDS


@login_required
@require_safe
def differences(request: HttpRequest, part_id: int) -> HttpResponse:
    """From one revision to another; from what it was written from, when only one is named."""
    part = own_part(request, part_id)
    try:
        after = _revision(part, request.GET.get("to", ""))
        before = _revision(part, request.GET.get("from", "") or str(after.follows or after.number))
    except Http404:  # numbers are typed there
        messages.error(request, "This part has no revision of that number.")
        return redirect("part_history", part.pk)
    if before.number > after.number:
        before, after = after, before
    context = {
        "story": part.story,
        "part": part,
        "before": before,
        "after": after,
        "places": places(before.html, after.html),
        "fields": [(FIELDS[name], value) for name, value in after.fields.items() if name in FIELDS],
    }
    return desk_page(request, "writing/differences.html", f"What changed in {part.title}", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def compare_aside(request: HttpRequest, part_id: int, number: int) -> HttpResponse:
    """What stands beside what was saved at the same time. At each place the writer takes either, or both."""
    part = own_part(request, part_id)
    aside = get_object_or_404(part.revisions.select_related("by", "packed_on"), number=number, aside=True)
    if request.method == "POST" and "leave" in request.POST:
        settle_aside(part, number, by=writer(request))
        messages.success(request, f"The newest text stays as it is. The other one is revision {number} of the history.")
        return redirect("write_part", part.pk)
    if request.method == "POST":
        try:
            return _take(request, part, aside)
        except Stale:
            return _page(request, own_part(request, part_id), aside, request.POST, status=409)
    return _page(request, part, aside, {})


def _take(request: HttpRequest, part: Part, aside: Revision) -> HttpResponse:
    assert part.head is not None
    seen = request.POST.get("head", "")
    if seen != str(part.head.number):
        raise Stale(part)
    html = combined(part.head.html, aside.html, common_text(part, aside), request.POST.dict())
    told = told_apart(part.newest, aside, request.POST)
    fields = {one.name: one.after for one in told if one.chosen == "after"}
    part = take_from_both(part, aside=aside.number, head=int(seen), html=html, fields=fields, by=writer(request))
    unseen = " Readers do not see it yet." if part.has_correction else ""
    messages.success(request, f"One text again.{unseen} Both versions stay in the history.")
    return redirect("write_part", part.pk)


def _page(
    request: HttpRequest, part: Part, aside: Revision, chosen: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    assert part.head is not None
    fields = told_apart(part.newest, aside, chosen)
    context = {
        "story": part.story,
        "part": part,
        "aside": aside,
        "head": part.head,
        "places": places(part.head.html, aside.html, common_text(part, aside), chosen),
        "fields": fields,
        "moved_on": status == 409,
    }
    return desk_page(request, "writing/compare.html", "Two versions", context, status=status)


def _revision(part: Part, typed: str) -> Revision:
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0
    return get_object_or_404(part.revisions.select_related("by", "packed_on"), number=number)
