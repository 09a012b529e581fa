"""What somebody read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db.models import Q
from django.utils.dateparse import parse_datetime

from inkstead.accounts.models import User
from inkstead.lib.refusals import Refused
from inkstead.library.models import HistoryChoice, HistoryEntry
from inkstead.stories.models import Part

PAGE = 50
SALT = "history"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    part_id: int
    part_title: str
    part_url: str
    story_title: str
    story_url: str
    author_name: str
    language: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HistoryPage:
    lines: Sequence[HistoryLine]
    next: str  # cursor, empty on the last page


def is_paused(reader: User) -> bool:
    return HistoryChoice.objects.filter(user=reader, paused_at__isnull=False).exists()


def history_page(reader: User, *, q: str = "", cursor: str = "", size: int = PAGE) -> HistoryPage:
    """Read last stands first, in one query. What the reader may not see any more is left out."""
    rows = HistoryEntry.objects.filter(user=reader, part__in=Part.objects.visible_to(reader).values("pk"))
    for word in q.replace("\x00", "").split()[:8]:
        title, story = Q(part__title__icontains=word), Q(part__story__title__icontains=word)
        rows = rows.filter(title | story | Q(part__story__author__name__icontains=word))
    if cursor:
        at, pk = _opened(cursor)
        rows = rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk))
    found = list(rows.select_related("part__story__author").order_by("-at", "-pk")[: size + 1])
    following = signing.dumps([found[size - 1].at.isoformat(), found[size - 1].pk], salt=SALT) if found[size:] else ""
    return HistoryPage([_line(row) for row in found[:size]], following)


def _line(row: HistoryEntry) -> HistoryLine:
    part, story = row.part, row.part.story
    return HistoryLine(
        part_id=part.pk,
        part_title=part.title,
        part_url=part.get_absolute_url(),
        story_title=story.title,
        story_url=story.get_absolute_url(),
        author_name=story.author.name,
        language=story.language,
        at=row.at,
    )


def _opened(cursor: str) -> tuple[datetime, int]:
    try:
        at, pk = signing.loads(cursor, salt=SALT)
        moment = parse_datetime(at)
    except (signing.BadSignature, ValueError, TypeError):
        moment, pk = None, 0
    if moment is None:
        raise Refused("This page of the list does not exist.", code="bad_cursor", fields={"cursor": "Unknown."})
    return moment, pk
