"""Every saved state of a part can be looked at, named, taken along and taken back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from inkstead.lib.slugs import slugify_title
from inkstead.stories.finding import own_part, writer
from inkstead.stories.models import Part, Revision
from inkstead.web.desk import desk_page
from inkstead.writing.actions import name_revision, restore_revision
from inkstead.writing.queries.sittings import history_of


@login_required
@require_safe
def history(request: HttpRequest, part_id: int) -> HttpResponse:
    part = own_part(request, part_id)
    before, opened = (_number(request.GET.get(name, "")) for name in ("before", "open"))
    context = {"story": part.story, "part": part, "history": history_of(part, before=before, opened=opened)}
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
    before = part.head.number if part.head else number
    part = restore_revision(_revision(part, number), by=writer(request))
    unseen = " Readers do not see it yet." if part.has_correction else ""
    messages.success(
        request, f"Revision {number} is the newest text again.{unseen} What stood before is revision {before}."
    )
    return redirect("write_part", part.pk)


@login_required
@require_POST
def rename(request: HttpRequest, part_id: int, number: int) -> HttpResponse:
    """An empty name takes the name away."""
    part = own_part(request, part_id)
    found = name_revision(_revision(part, number), name=request.POST.get("name", ""), by=writer(request))
    messages.success(request, f"Revision {number} is called “{found.name}”." if found.name else "It has no name now.")
    return redirect("part_revision", part.pk, number)


@login_required
@require_safe
def download_text(request: HttpRequest, part_id: int, number: int) -> HttpResponse:
    part = own_part(request, part_id)
    return _file(part, number, "txt", f"{part.newest['title']}\n\n{_revision(part, number).text}\n")


@login_required
@require_safe
def download_html(request: HttpRequest, part_id: int, number: int) -> HttpResponse:
    part = own_part(request, part_id)
    html = mark_safe(_revision(part, number).html)  # noqa: S308 - cleaned when it was saved
    return _file(part, number, "html", render_to_string("writing/revision_file.html", {"part": part, "html": html}))


def _file(part: Part, number: int, ending: str, content: str) -> HttpResponse:
    kind = "text/html" if ending == "html" else "text/plain"
    name = f"{slugify_title(part.newest['title'])}-{number}.{ending}"
    answer = HttpResponse(content, content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name.encode("ascii", "ignore").decode()}"'
    return answer


def _revision(part: Part, number: int) -> Revision:
    found = get_object_or_404(part.revisions.select_related("by", "packed_on"), number=number)
    found.part = part
    return found


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else None
