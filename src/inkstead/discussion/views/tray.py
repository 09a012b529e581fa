"""The tray: comments whose paragraph is gone, and where they could stand."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from inkstead.discussion import actions
from inkstead.discussion.models import Comment
from inkstead.discussion.queries import choice_for, tray_of
from inkstead.library.queries import apart_for
from inkstead.stories.finding import own_part, writer
from inkstead.stories.models import Part
from inkstead.web.desk import desk_page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tray(request: HttpRequest, part_id: int) -> HttpResponse:
    """What lies in it, and what was taken out of it by hand."""
    part = own_part(request, part_id)
    if request.method == "POST":
        return _place(request, part)
    tray = tray_of(part, apart_for(writer(request)))
    context = {"story": part.story, "part": part, "tray": tray, "lost": actions.comments_lost_by(part)}
    return desk_page(request, "discussion/tray.html", f"Tray of {part.title}", context)


@login_required
@require_safe
def choose(request: HttpRequest, part_id: int, comment_id: int) -> HttpResponse:
    """All paragraphs of the part for one comment."""
    part = own_part(request, part_id)
    context = {"story": part.story, "part": part, **choice_for(part, _comment(part, comment_id))}
    return desk_page(request, "discussion/choose.html", "Choose a paragraph", context)


def _place(request: HttpRequest, part: Part) -> HttpResponse:
    number = request.POST.get("comment", "")
    comment = _comment(part, int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0)
    if "back" in request.POST:
        actions.put_back(comment, by=writer(request))
        messages.success(request, "It lies in the tray again.")
    elif "block" not in request.POST:
        messages.error(request, "Choose a paragraph first.")
        return redirect("choose_paragraph", part.pk, comment.pk)
    else:
        block = request.POST["block"]
        actions.place_comment(comment, block=block, by=writer(request))
        where = "stands at its new paragraph" if block else "stands with the comments on the whole part"
        messages.success(request, f"The comment {where}. You can take it back below.")
    return redirect("tray", part.pk)


def _comment(part: Part, pk: int) -> Comment:
    return get_object_or_404(Comment.objects.visible().filter(part=part).select_related("author"), pk=pk)
