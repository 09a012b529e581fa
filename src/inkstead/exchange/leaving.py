"""What leaves: a story, a volume or a part as a book, with what this reader may see of it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from inkstead.exchange.book import Book, BookPart, OtherTelling
from inkstead.perspectives.queries import links_between
from inkstead.stories.book_cover import book_cover
from inkstead.stories.images import image_at
from inkstead.stories.models import Contributor, Part, Role, Story, Volume

IMAGE = re.compile(r'<img src="(/files/images/[^"]+)"')


def book_of(
    story: Story,
    parts: Iterable[Part],
    *,
    newest: bool = False,
    only: Volume | Part | None = None,
    with_cover: bool = True,  # and with the pictures of its texts
) -> Book:
    """Wants `author` joined, and of the parts `head`, `live` and `volume` (see `readable` and `everything`).

    `newest` takes the newest texts, for those who work on the story; else the ones that readers see. `only` says that
    the parts are no more than a volume or a part of it, which is then a book of its own.
    """
    parts = list(parts)
    tellings = {} if newest else other_tellings(story.pk, {part.pk for part in parts})
    told = [_part(part, newest, tellings.get(part.pk, ())) for part in parts]
    title = story.title if only is None else f"{story.title}: {only.title}"
    return Book(
        identifier=f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, _address(story, only))}",
        title=title,
        authors=[story.author.name, *_coauthors(story)],
        language=story.language,
        direction=story.direction,
        summary=story.summary,
        url=settings.BASE_URL + (only if isinstance(only, Part) else story).get_absolute_url(),
        site=settings.SITE_NAME,
        status=story.status,
        rating=story.rating,
        warnings=list(story.warnings),
        tags=list(story.tags.order_by("storytag__position").values_list("name", flat=True)),
        cover=book_cover(story, title) if with_cover else b"",
        modified=max([moment for _, moment in told], default=story.created_at),
        parts=[part for part, _ in told],
        images=_images(part for part, _ in told) if with_cover else {},
    )


def readable(story: Story) -> QuerySet[Part]:
    """What the story's page names to everybody who may open it."""
    return joined(story.parts.told())


def everything(story: Story) -> QuerySet[Part]:
    """Drafts too, for the people who work on it."""
    return joined(story.parts.kept().filter(head__isnull=False))


def joined(parts: QuerySet[Part]) -> QuerySet[Part]:
    return parts.select_related("head", "live", "volume").order_by("position", "pk")


def within(parts: QuerySet[Part], only: Volume | Part | None) -> QuerySet[Part]:
    if only is None:
        return parts
    return parts.filter(pk=only.pk) if isinstance(only, Part) else parts.filter(volume=only)


def _address(story: Story, only: Volume | Part | None) -> str:
    whole = f"{settings.BASE_URL}/story/{story.pk}/"
    return whole if only is None else f"{whole}#{type(only).__name__.lower()}-{only.pk}"


def other_tellings(story: int, parts: Collection[int]) -> dict[int, list[OtherTelling]]:
    """By part, and only between parts that are in the book."""
    found: dict[int, list[OtherTelling]] = {}
    for here, there in links_between(story, parts):
        found.setdefault(here.part, []).append(OtherTelling(here.block, there.narrator, there.part, there.block))
    return found


def _part(part: Part, newest: bool, tellings: Sequence[OtherTelling]) -> tuple[BookPart, datetime]:
    revision = part.head if newest or part.live is None else part.live
    assert revision is not None
    told = BookPart(
        id=part.pk,
        title=part.title,
        volume=part.volume.title if part.volume else "",
        html=revision.html,
        text=revision.text,
        words=revision.words,
        url=settings.BASE_URL + part.get_absolute_url(),
        notes_before=part.notes_before,
        notes_after=part.notes_after,
        published_at=part.published_at,
        tellings=tellings,
    )
    return told, max(filter(None, (revision.created_at, part.published_at, part.revised_at)))


def _images(parts: Iterable[BookPart]) -> dict[str, bytes]:
    """Each once, in the order in which the texts show them."""
    found: dict[str, bytes] = {}
    for part in parts:
        for address in IMAGE.findall(part.html) if "<img " in part.html else ():
            data = None if address in found else image_at(address)
            if data is not None:
                found[address] = data
    return found


def _coauthors(story: Story) -> Sequence[str]:
    names = Contributor.objects.filter(story=story, role=Role.COAUTHOR).order_by("since", "pk")
    return list(names.values_list("pen_name__name", flat=True))
