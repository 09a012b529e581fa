"""The margin of a part: which paragraphs have comments, and the page of each with its thread and a form."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inkstead.accounts.models import User
from inkstead.discussion import actions
from inkstead.discussion.models import Reaction
from inkstead.discussion.queries import margin_page, margins_of, margins_with_words, paragraph_reactions, reactions_told
from inkstead.discussion.quoting import stands_in
from inkstead.discussion.showing import beholder_of, knowing
from inkstead.discussion.views.saying import margin_url, number_of, place_of, say, visible_comment, visible_part
from inkstead.lib.prose import Block, split_blocks
from inkstead.library.queries import apart_for
from inkstead.stories.models import Part
from inkstead.web.meta import PageMeta


@require_safe
def margins(request: HttpRequest, part_id: int, slug: str = "") -> HttpResponse:
    """Every paragraph with its beginning and how many comments stand beside it: the way there without scripts."""
    part = visible_part(request, part_id)
    meta = PageMeta(title=f"In the margin of {part.title}", description="", url=request.path, robots="noindex")
    view = {
        "page": meta,
        "part": part,
        "paragraphs": margins_with_words(part, apart_for(request.user)),
        "margin_url": margin_url(part),
    }
    return render(request, "discussion/margins.html", view)


@require_http_methods(["GET", "HEAD", "POST"])
def margin(request: HttpRequest, part_id: int, block: str, slug: str = "") -> HttpResponse:
    """The threads of one paragraph. A POST says something there."""
    part = visible_part(request, part_id)
    paragraph = _paragraph(part, block)
    if request.method == "POST":
        return say(request, part, block)
    beholder, quote = beholder_of(request, part), request.GET.get("quote", "")[:1000]
    shown = margin_page(
        part, block, number_of(request.GET.get("page", "1")), reach=beholder.reach, between=beholder.between
    )
    reacted = paragraph_reactions(part, block, request.user if isinstance(request.user, User) else None)
    counts = margins_of(part, beholder.between)
    meta = PageMeta(title=f"In the margin of {part.title}", description="", url=request.path, robots="noindex")
    view = {
        "page": meta,
        "part": part,
        "beside": block,
        "paragraph": mark_safe(paragraph.html),  # noqa: S308 - cleaned when it was saved
        "count": counts.get(block, 0),
        "threads": shown,
        "reactions": reactions_told(reacted.counts),
        "my_reaction": reacted.mine,
        "beholder": knowing(beholder, request, shown.comments),
        "margin_url": margin_url(part, block),
        "quote": quote if stands_in(quote, paragraph) else "",
    }
    return render(request, "discussion/margin.html", view)


@login_required
@require_POST
def react_here(request: HttpRequest, part_id: int, block: str, slug: str = "") -> HttpResponse:
    """The same word again takes it back."""
    assert isinstance(request.user, User)
    part, kind = visible_part(request, part_id), request.POST.get("kind", "")
    if paragraph_reactions(part, block, request.user).mine == kind:
        actions.take_back_paragraph_reaction(part, block, by=request.user)
    else:
        actions.react_to_paragraph(part, block, kind, by=request.user)
    return redirect(margin_url(part, block))


@login_required
@require_POST
def react(request: HttpRequest, comment_id: int) -> HttpResponse:
    assert isinstance(request.user, User)
    found, kind = visible_comment(request, comment_id), request.POST.get("kind", "")
    if Reaction.objects.filter(comment=found, user=request.user, kind=kind).exists():
        actions.take_back_reaction(found, by=request.user)
    else:
        actions.react(found, kind, by=request.user)
    return redirect(place_of(found))


def _paragraph(part: Part, block: str) -> Block:
    found = split_blocks(part.live.html) if part.live is not None and part.is_published else []
    paragraph = next((row for row in found if row.id == block and row.kind != "scene-break"), None)
    if paragraph is None:
        raise Http404
    return paragraph
