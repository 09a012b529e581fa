"""What the rows say: reads, votes and comments of parts, by UTC day. Nothing here writes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Floor, TruncDate

from inkstead.discussion.models import Comment, Vote
from inkstead.library.models import FINISHED
from inkstead.readership.stops import TWENTIETHS, gathered, write_stops
from inkstead.reading.models import Read

PartAndDay = tuple[int, date]


@dataclass(frozen=True, slots=True)
class ReadsOfDay:
    reads: int = 0
    finished: int = 0
    stops: str = ""


@dataclass(frozen=True, slots=True)
class VoicesOfDay:
    votes: int = 0
    comments: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """As the rows stood at one moment. What was asked for and is missing is nought."""

    reads: Mapping[PartAndDay, ReadsOfDay]
    voices: Mapping[PartAndDay, VoicesOfDay]
    readers: Mapping[date, int]
    read_days: Collection[PartAndDay] = field(default=())  # what was asked for
    voiced: Collection[int] = field(default=())


def count_rows(story_id: int, read_days: Collection[PartAndDay], voiced: Collection[int]) -> Counted:
    """Seven questions at most, however many days of however many parts."""
    days = {day for _, day in read_days}
    return Counted(
        reads=reads_of({part for part, _ in read_days}, days),
        voices=voices_of(voiced),
        readers=readers_of(story_id, days),
        read_days=read_days,
        voiced=voiced,
    )


def reads_of(parts: Collection[int], days: Collection[date]) -> dict[PartAndDay, ReadsOfDay]:
    rows = Read.objects.filter(part__in=parts, day__in=days).order_by()
    stops: dict[PartAndDay, list[tuple[str, int, float]]] = {}
    told = rows.annotate(place=Floor(F("reached") * TWENTIETHS)).values_list("part", "day", "block", "place")
    for part, day, block, _, reads, shares in told.annotate(Count("pk"), Sum("reached")):
        stops.setdefault((part, day), []).append((block, reads, shares))
    sums = rows.values_list("part", "day").annotate(
        number=Count("pk"), to_the_end=Count("pk", filter=Q(reached__gte=FINISHED))
    )
    return {
        (part, day): ReadsOfDay(reads, finished, write_stops(gathered(stops.get((part, day), ()))))
        for part, day, reads, finished in sums
    }


def voices_of(parts: Collection[int]) -> dict[PartAndDay, VoicesOfDay]:
    votes = _by_day(Vote.objects.filter(part__in=parts))
    comments = _by_day(Comment.objects.visible().filter(part__in=parts))
    return {key: VoicesOfDay(votes.get(key, 0), comments.get(key, 0)) for key in votes.keys() | comments.keys()}


def readers_of(story_id: int, days: Iterable[date]) -> dict[date, int]:
    """Different readers of a story on each of these days."""
    rows = Read.objects.filter(part__story=story_id, day__in=list(days)).order_by()
    return dict(rows.values_list("day").annotate(Count("reader", distinct=True)))


def _by_day(rows: QuerySet[Any]) -> dict[PartAndDay, int]:
    by_day = rows.order_by().annotate(on=TruncDate("created_at", tzinfo=UTC)).values_list("part", "on")
    return {(part, day): number for part, day, number in by_day.annotate(Count("pk"))}
