"""The part page and the story page."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_safe

from inkstead.accounts.models import User
from inkstead.exchange.moving import where_it_went
from inkstead.lib.languages import direction
from inkstead.library.queries import apart_for
from inkstead.reading.counting import SECONDS_OPEN
from inkstead.reading.early import EARLY, early_parts
from inkstead.reading.queries import part_meta, part_view, parts_with_joins, story_meta, story_view
from inkstead.stores.prepared import Prepared
from inkstead.stories import rules
from inkstead.stories.gate import is_adult, must_have_said_yes
from inkstead.stories.models import Part, Story
from inkstead.stories.queries import TOLD, WORKERS, ContentsRow, contents_rows, owners_of, tombstone_of
from inkstead.stories.tag_lines import names_of_pages
from inkstead.web.below import pieces_below
from inkstead.web.meta import PageMeta
from inkstead.web.pages import Page
from inkstead.web.responses import private_page, render_page, shared_page
from inkstead.web.visitors import NOBODY, Apart

LISTED_PART = Prepared(lambda part: parts_with_joins().listed().filter(pk=part), int)


class NotSharedError(Exception):
    """Not something that every stranger may see at this address."""


@require_safe
def part(request: HttpRequest, part_id: int, slug: str = "") -> HttpResponse:
    """Read a part. Everybody shares one kept page; what only some may see is rendered for each of them."""
    try:
        return shared_page(
            request, lambda: shared_part_page(part_id, request.path), alone=lambda: alone(request, part_id)
        )
    except NotSharedError:
        seen = parts_with_joins().visible_to(request.user).filter(pk=part_id).first()
        if seen is None:
            return gone(request, part=part_id)
        found = seen
    if (elsewhere := where_it_went(found.story, found)) and not works_on(request, found.story):
        return sent_on(elsewhere)
    if request.path != unquote(found.get_absolute_url()):
        return redirect(found.get_absolute_url(), permanent=True)
    must_have_said_yes(request, found)
    told = contents_rows(Part.objects.filter(story=found.story_id).told_to(request.user))
    return private_page(request, part_page(found, told, apart_for(request.user)))


def alone(request: HttpRequest, part_id: int) -> Page:
    """A shared part for somebody who is not to hear everybody who speaks below it."""
    row = get_object_or_404(parts_with_joins().listed(), pk=part_id)
    return part_page(row, TOLD.all(row.story_id), apart_for(request.user))


@require_safe
def story(request: HttpRequest, story_id: int, slug: str = "") -> HttpResponse:
    """A story's cover, summary and table of contents."""
    try:
        return shared_page(request, lambda: shared_story_page(story_id, request.path))
    except NotSharedError:
        rows = Story.objects.visible_to(request.user).select_related("author", "counts")
        stands = rows.filter(pk=story_id).first()
        if stands is None:
            return gone(request, story=story_id)
        found = stands
    if (elsewhere := where_it_went(found)) and not works_on(request, found):
        return sent_on(elsewhere)
    if request.path != unquote(found.get_absolute_url()):
        return redirect(found.get_absolute_url(), permanent=True)
    return private_page(
        request, story_page(found, contents_rows(Part.objects.filter(story=found).told_to(request.user)))
    )


def gone(request: HttpRequest, **which: int) -> HttpResponse:
    """What is left of a story whose author took it away: its title and its table of contents. Else 404."""
    stone = tombstone_of(**which)
    if stone is None:
        raise Http404
    meta = PageMeta(title=stone.title, description="", url=request.path, robots="noindex")
    view = {"page": meta, "stone": stone, "direction": direction(stone.language)}
    return render(request, "reading/gone.html", view, status=410)


def works_on(request: HttpRequest, story: Story) -> bool:
    """Its authors still find it where it is."""
    return isinstance(request.user, User) and rules.can_read_drafts(request.user, story)


def sent_on(address: str) -> HttpResponse:
    """For good, but not for ever: its author may take that back."""
    response = HttpResponsePermanentRedirect(iri_to_uri(address))
    response["Cache-Control"] = "public, max-age=86400"
    return response


def shared_part_page(part_id: int, path: str) -> Page:
    row = LISTED_PART.one(part_id)
    if row is None or row.story.moved_to or is_adult(row) or path != unquote(row.get_absolute_url()):
        raise NotSharedError
    return part_page(row, TOLD.all(row.story_id))


def part_page(row: Part, told: Iterable[ContentsRow], between: Apart = NOBODY) -> Page:
    """A published part as readers see it; any other with its newest text, for those who may see it at all."""
    revision = row.live if row.is_published else row.head
    if revision is None:
        raise Http404
    workers = WORKERS.all(row.story_id)
    told, early = list(told), []
    if row.is_published and told and told[-1][0] == row.pk:  # nobody asks after the end in the middle of a story
        early = list(EARLY.all(row.story_id))
    view = part_view(row, revision, told, workers, early, is_preview=not row.is_published, between=between)
    names = (
        f"part:{view.id}",
        f"story:{view.story.id}",
        f"perspectives:story:{view.story.id}",
        f"penname:{view.story.author_id}",
        f"counts:part:{view.id}",
        f"comments:part:{view.id}",
    )
    context = {
        "part_id": view.id,
        "story_id": view.story.id,
        "author_id": view.story.author_id,
        "worker_ids": frozenset(pen_name for pen_name, *_ in workers),
        "early": early_parts(early, {pk for pk, *_ in told}),
        "votes": view.counts.votes,
        "talk": view.talk,
        "url": view.url,
    }
    shown = {"part": view, "page": part_meta(view, revision.text, row)}
    owners = owners_of(row.story, workers)
    return render_page(
        "part", "reading/part.html", shown, names=names, context=context, owners=owners, people=view.people
    )


def shared_story_page(story_id: int, path: str) -> Page:
    row = Story.objects.listed().select_related("author", "counts").filter(pk=story_id).first()
    if row is None or row.moved_to or path != unquote(row.get_absolute_url()):
        raise NotSharedError
    return story_page(row, TOLD.all(row.pk))


def story_page(row: Story, told: Iterable[ContentsRow]) -> Page:
    view, below = story_view(row, told), pieces_below(row.pk)
    names = (
        f"story:{row.pk}",
        f"perspectives:story:{row.pk}",
        f"penname:{row.author_id}",
        f"counts:story:{row.pk}",
        *names_of_pages(view.card.tags),
        *(name for piece in below for name in piece.names),
    )
    workers = list(WORKERS.all(row.pk))
    context = {
        "story_id": row.pk,
        "author_id": row.author_id,
        "worker_ids": frozenset(pen_name for pen_name, *_ in workers),
        "url": view.card.url,
        "first_url": view.first_url,
        "early": view.early,
        "early_line": view.early_line,
        "parts": {entry.id: (entry.title, entry.url) for volume in view.contents for entry in volume.entries},
    }
    shown = {"story": view, "page": story_meta(view, row), "below": below}
    owners = owners_of(row, workers)
    return render_page("story", "reading/story.html", shown, names=names, context=context, owners=owners)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    meta = PageMeta(title="About", description="What this place is, and what it promises.", url="/about/")
    return shared_page(
        request, lambda: render_page("about", "reading/about.html", {"page": meta}, names=(), context={})
    )


@require_safe
def about_counting(request: HttpRequest) -> HttpResponse:
    """The written definition of a read, a vote and a comment; `counting` goes by it."""
    meta = PageMeta(
        title="What we count", description="What a read, a vote and a comment are here.", url="/about/counting/"
    )
    view = {"page": meta, "seconds": SECONDS_OPEN}
    return shared_page(request, lambda: render_page("about", "reading/counting.html", view, names=(), context={}))
