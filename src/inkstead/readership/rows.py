"""What the rows say: reads, votes and comments of parts, by UTC day. Nothing here writes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date
from typing import Any, NamedTuple

from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.db.models.functions import Floor, TruncDate

from inkstead.discussion.models import Comment, Vote
from inkstead.library.models import FINISHED
from inkstead.readership.stops import TWENTIETHS, gathered, write_stops
from inkstead.reading.models import Read

PartAndDay = tuple[int, date]
# Readers are "a:<account id>" or "g:<hash>": the index of reads tells them apart, in every order of letters.
ACCOUNTS, GUESTS = Q(reader__lt="b"), Q(reader__gt="b")


class ReadsOfDay(NamedTuple):
    reads: int = 0
    finished: int = 0
    stops: str = ""


class VoicesOfDay(NamedTuple):
    votes: int = 0
    comments: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """As the rows stood at one moment. What was asked for and is missing is nought."""

    reads: Mapping[PartAndDay, ReadsOfDay]
    voices: Mapping[PartAndDay, VoicesOfDay]
    readers: Mapping[date, int]
    people: Mapping[int, date] = field(default_factory=dict)  # accounts, and the last of these days they read on
    read_days: Collection[PartAndDay] = field(default=())  # what was asked for
    voiced: Collection[int] = field(default=())


def count_rows(story_id: int, read_days: Collection[PartAndDay], voiced: Collection[int]) -> Counted:
    """Five questions at most, however many days of however many parts."""
    parts, days = {part for part, _ in read_days}, {day for _, day in read_days}
    return Counted(
        reads=reads_of(parts, days) if parts else {},
        voices=voices_of(voiced) if voiced else {},
        readers=readers_of(story_id, days) if days else {},
        people=accounts_that_read(parts, days) if parts else {},
        read_days=read_days,
        voiced=voiced,
    )


def reads_of(parts: Collection[int], days: Collection[date]) -> dict[PartAndDay, ReadsOfDay]:
    rows = Read.objects.filter(part__in=parts, day__in=days).order_by()
    grouped = rows.annotate(place=Floor(F("reached") * TWENTIETHS)).values_list("part", "day", "block", "place")
    told = grouped.annotate(Count("pk"), Sum("reached"), to_the_end=Count("pk", filter=Q(reached__gte=FINISHED)))
    found: dict[PartAndDay, tuple[list[int], list[int], list[tuple[str, int, float]]]] = {}
    for part, day, block, _, reads, shares, finished in told:
        numbers, ends, stops = found.setdefault((part, day), ([], [], []))
        numbers.append(reads)
        ends.append(finished)
        stops.append((block, reads, shares))
    return {
        key: ReadsOfDay(sum(numbers), sum(ends), write_stops(gathered(stops)))
        for key, (numbers, ends, stops) in found.items()
    }


def voices_of(parts: Collection[int]) -> dict[PartAndDay, VoicesOfDay]:
    votes = _by_day(Vote.objects.filter(part__in=parts))
    comments = _by_day(Comment.objects.visible().filter(part__in=parts))
    return {key: VoicesOfDay(votes.get(key, 0), comments.get(key, 0)) for key in votes.keys() | comments.keys()}


def readers_of(story_id: int, days: Iterable[date]) -> dict[date, int]:
    """Different readers of a story on each of these days."""
    rows = Read.objects.filter(part__story=story_id, day__in=list(days)).order_by()
    return dict(rows.values_list("day").annotate(Count("reader", distinct=True)))


def accounts_that_read(parts: Collection[int], days: Collection[date] | None = None) -> dict[int, date]:
    """Each with the last day it did, of all days or of these."""
    rows = Read.objects.filter(ACCOUNTS, part__in=parts).order_by()
    rows = rows if days is None else rows.filter(day__in=days)
    return {int(reader[2:]): day for reader, day in rows.values_list("reader").annotate(Max("day"))}


def _by_day(rows: QuerySet[Any]) -> dict[PartAndDay, int]:
    by_day = rows.order_by().annotate(on=TruncDate("created_at", tzinfo=UTC)).values_list("part", "on")
    return {(part, day): number for part, day, number in by_day.annotate(Count("pk"))}
