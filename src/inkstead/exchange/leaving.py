"""What leaves: a story, a volume or a part as a book, with what this reader may see of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from inkstead.exchange.book import Book, BookPart
from inkstead.stories.covers import large_cover
from inkstead.stories.models import Contributor, Part, Role, Story


def book_of(story: Story, parts: Iterable[Part], *, newest: bool = False) -> Book:
    """Wants `author` joined, and of the parts `head`, `live` and `volume` (see `readable` and `everything`).

    `newest` takes the newest texts, for those who work on the story; else the ones that readers see.
    """
    told = [_part(part, newest) for part in parts]
    return Book(
        identifier=f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{settings.BASE_URL}/story/{story.pk}/')}",
        title=story.title,
        authors=[story.author.name, *_coauthors(story)],
        language=story.language,
        direction=story.direction,
        summary=story.summary,
        url=settings.BASE_URL + story.get_absolute_url(),
        site=settings.SITE_NAME,
        status=story.status,
        rating=story.rating,
        warnings=list(story.warnings),
        tags=list(story.tags.order_by("storytag__position").values_list("name", flat=True)),
        cover=large_cover(story.cover.name or "") or b"",
        modified=max([moment for _, moment in told], default=story.created_at),
        parts=[part for part, _ in told],
    )


def readable(story: Story) -> QuerySet[Part]:
    """What the story's page names to everybody who may open it."""
    return _joined(story.parts.told())


def everything(story: Story) -> QuerySet[Part]:
    """Drafts too, for the people who work on it."""
    return _joined(story.parts.kept().filter(head__isnull=False))


def _joined(parts: QuerySet[Part]) -> QuerySet[Part]:
    return parts.select_related("head", "live", "volume").order_by("position", "pk")


def _part(part: Part, newest: bool) -> tuple[BookPart, datetime]:
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
    )
    return told, max(filter(None, (revision.created_at, part.published_at, part.revised_at)))


def _coauthors(story: Story) -> Sequence[str]:
    names = Contributor.objects.filter(story=story, role=Role.COAUTHOR).order_by("since", "pk")
    return list(names.values_list("pen_name__name", flat=True))
