"""Pages for readers. Everybody shares one kept page; what only some may see is rendered for each of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from inkstead.perspectives.queries import Character, character_named, characters_in
from inkstead.perspectives.queries.moments import links_for, pages_of, passages
from inkstead.perspectives.queries.sides import sides_for
from inkstead.perspectives.queries.whose import parts_told_to, scenes_for
from inkstead.stories.gate import holds_adult, must_have_said_yes
from inkstead.stories.models import Part, Story
from inkstead.stories.queries import WORKERS, owners_of, story_card
from inkstead.web.meta import PageMeta
from inkstead.web.pages import Page
from inkstead.web.responses import private_page, render_page, shared_page

if TYPE_CHECKING:
    from inkstead.stories.models.people import Reader

Build = Callable[[Story, "Reader"], Page]


class NotSharedError(Exception):
    """Nothing that everybody may see at this address."""


@require_safe
def tellings(request: HttpRequest, story_id: int) -> HttpResponse:
    """Every moment that is told more than once. Whoever opens this asks for what comes later, too."""
    return _answer(request, story_id, _tellings_page)


@require_safe
def sides(request: HttpRequest, story_id: int, retelling_id: int) -> HttpResponse:
    """Two tellings beside each other."""

    def build(story: Story, reader: Reader) -> Page:
        found = sides_for(reader, story, retelling_id)
        if found is None:
            raise _missing(reader)
        shown = {"sides": found, "columns": (found.one, found.other)}
        names = [f"{kind}part:{side.part.pk}" for side in (found.one, found.other) for kind in ("", "comments:")]
        title = f"{found.one.narrator or 'One telling'} and {found.other.narrator or 'the other'}"
        return _page(story, request.path, "sides", title, shown, *names)

    return _answer(request, story_id, build)


@require_safe
def character(request: HttpRequest, story_id: int, slug: str) -> HttpResponse:
    """The scenes that somebody tells, and those that they are in."""

    def build(story: Story, reader: Reader) -> Page:
        who, _ = _character(story, reader, slug)
        return _page(story, request.path, "character", who.name, {"who": who})

    return _answer(request, story_id, build)


@require_safe
def through(request: HttpRequest, story_id: int, slug: str, number: int = 1) -> HttpResponse:
    """The whole story through one who tells, and nobody else."""

    def build(story: Story, reader: Reader) -> Page:
        who, _ = _character(story, reader, slug)
        pages = pages_of(who.tells)
        if not who.tells or not 1 <= number <= len(pages):
            raise _missing(reader)
        at = f"/story/{story.pk}/through/{who.slug}/"
        shown = {
            "who": who,
            "passages": passages(pages[number - 1]),
            "number": number,
            "of": len(pages),
            "before": "" if number == 1 else at if number == 2 else f"{at}{number - 1}/",
            "after": f"{at}{number + 1}/" if number < len(pages) else "",
        }
        return _page(story, request.path, "through", f"Through {who.name}", shown)

    return _answer(request, story_id, build)


def _answer(request: HttpRequest, story_id: int, build: Build) -> HttpResponse:
    rows = Story.objects.select_related("author", "counts")

    def shared() -> Page:
        story = rows.listed().filter(pk=story_id).first()
        if story is None or holds_adult(story):
            raise NotSharedError
        return build(story, None)

    try:
        return shared_page(request, shared, alone=lambda: build(get_object_or_404(rows, pk=story_id), request.user))
    except NotSharedError:
        story = get_object_or_404(rows.visible_to(request.user), pk=story_id)
    must_have_said_yes(request, story)
    return private_page(request, build(story, request.user))


def _missing(reader: Reader) -> Exception:
    """A shared page that is not there may still be one for somebody."""
    return NotSharedError() if reader is None else Http404()


def _tellings_page(story: Story, reader: Reader) -> Page:
    parts = parts_told_to(reader, story)
    shown = {"links": links_for(story, parts), "characters": _characters(story, parts)}
    return _page(story, f"/story/{story.pk}/tellings/", "tellings", "Told twice", shown)


def _characters(story: Story, parts: list[Part]) -> list[Character]:
    return characters_in(scenes_for(story, parts))


def _character(story: Story, reader: Reader, slug: str) -> tuple[Character, list[Part]]:
    parts = parts_told_to(reader, story)
    who = character_named(slug, scenes_for(story, parts))
    if who is None:
        raise _missing(reader)
    return who, parts


def _page(story: Story, path: str, template: str, title: str, shown: dict[str, Any], *names: str) -> Page:
    meta = PageMeta(
        title=f"{title} · {story.title}",
        description=f"{title}, in {story.title}.",
        url=path,
        language=story.language,
        direction=story.direction,
        robots="noindex" if template in ("through", "sides") else "",
    )
    made_of = (f"story:{story.pk}", f"perspectives:story:{story.pk}", f"penname:{story.author_id}", *names)
    view = {**shown, "page": meta, "story": story_card(story), "title": title}
    # What was said in the margin stands beside two tellings, and not everybody hears everybody.
    kind = "sides" if template == "sides" else "telling"
    workers = list(WORKERS.all(story.pk))
    context = {"worker_ids": [pen_name for pen_name, *_ in workers]}
    owners = owners_of(story, workers)
    return render_page(kind, f"perspectives/{template}.html", view, names=made_of, context=context, owners=owners)
