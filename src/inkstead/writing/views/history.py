"""Every saved state of a part can be looked at and taken back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from inkstead.stories.finding import own_part, writer
from inkstead.stories.models import Part, Revision
from inkstead.web.desk import desk_page
from inkstead.writing.actions import restore_revision
from inkstead.writing.queries import revisions_of

PER_PAGE = 100


@login_required
@require_safe
def history(request: HttpRequest, part_id: int) -> HttpResponse:
    part = own_part(request, part_id)
    before = request.GET.get("before", "")
    rows = revisions_of(part)
    if before.isascii() and before.isdigit() and len(before) < 9:
        rows = rows.filter(number__lt=int(before))
    shown = list(rows[: PER_PAGE + 1])
    older = shown[PER_PAGE - 1].number if len(shown) > PER_PAGE else None
    context = {"story": part.story, "part": part, "revisions": shown[:PER_PAGE], "older": older}
    return desk_page(request, "writing/history.html", f"History of {part.title}", context)


@login_required
@require_safe
def revision(request: HttpRequest, part_id: int, number: int) -> HttpResponse:
    part = own_part(request, part_id)
    found = _revision(part, number)
    context = {
        "story": part.story,
        "part": part,
        "revision": found,
        "html": mark_safe(found.html),  # noqa: S308 - cleaned when it was saved
    }
    return desk_page(request, "writing/revision.html", f"Revision {number} of {part.title}", context)


@login_required
@require_POST
def restore(request: HttpRequest, part_id: int, number: int) -> HttpResponse:
    part = own_part(request, part_id)
    part = restore_revision(_revision(part, number), by=writer(request))
    unseen = part.is_published and part.live_id != part.head_id
    messages.success(
        request, f"Revision {number} is the newest text again." + (" Readers do not see it yet." if unseen else "")
    )
    return redirect("write_part", part.pk)


def _revision(part: Part, number: int) -> Revision:
    return get_object_or_404(part.revisions.select_related("by", "part"), number=number)
