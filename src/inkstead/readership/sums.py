"""The rows of days: what they should be, and writing them. All of it goes by the version of the story's figures: what
was read before the transaction that writes still stands in it, or nothing is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from inkstead.readership.models import PartDay, PartFigures, StoryDay, StoryFigures
from inkstead.readership.rows import Counted, PartAndDay, ReadsOfDay, VoicesOfDay
from inkstead.stories.models import Part

SUMS = ("reads", "finished", "votes", "comments")
WRITTEN = (
    "INSERT INTO readership_partday (part_id, story_id, day, reads, finished, votes, comments, stops)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (part_id, day) DO UPDATE SET reads = excluded.reads,"
    " finished = excluded.finished, votes = excluded.votes, comments = excluded.comments, stops = excluded.stops"
)


@dataclass(frozen=True, slots=True)
class FigureDifference:
    of: str  # "part" or "story"
    id: int
    day: str | None  # a UTC day, or None for a figure of all days
    counter: str
    stood_at: int
    counted: int


class DaySums(NamedTuple):
    reads: int = 0
    finished: int = 0
    votes: int = 0
    comments: int = 0
    stops: str = ""


class Change(NamedTuple):
    before: DaySums
    after: DaySums


Changes = dict[PartAndDay, Change]
NOTHING = DaySums()


def figures_of(story_id: int) -> StoryFigures:
    return StoryFigures.objects.get_or_create(story_id=story_id)[0]


def claim(story_id: int, version: int, **more: Any) -> bool:
    """Inside the transaction that writes: nobody else has written since we looked, and nobody will before we have."""
    found = StoryFigures.objects.filter(story=story_id, version=version)
    return bool(found.update(version=version + 1, added_at=timezone.now(), **more))


def changes_of(counted: Counted) -> Changes:
    """Of the days of parts that were counted, those that are not as they stand."""
    before = _standing(counted)
    asked, voiced = set(counted.read_days), set(counted.voiced)
    keys = asked | counted.voices.keys()
    keys |= {key for key, row in before.items() if key[0] in voiced and (row.votes or row.comments)}
    found: Changes = {}
    for key in keys:
        stood = before.get(key, NOTHING)
        reads = counted.reads.get(key, ReadsOfDay()) if key in asked else stood
        voices = counted.voices.get(key, VoicesOfDay()) if key[0] in voiced else stood
        row = DaySums(reads.reads, reads.finished, voices.votes, voices.comments, reads.stops)
        if row != stood:
            found[key] = Change(stood, row)
    return found


def _standing(counted: Counted) -> dict[PartAndDay, DaySums]:
    names = ("part", "day", *DaySums._fields)
    found: dict[PartAndDay, DaySums] = {}
    if parts := {part for part, _ in counted.read_days}:
        rows = PartDay.objects.filter(part__in=parts, day__in={day for _, day in counted.read_days})
        found |= {(part, day): DaySums(*told) for part, day, *told in rows.values_list(*names)}
    if counted.voiced:
        rows = PartDay.objects.filter(part__in=counted.voiced)
        found |= {(part, day): DaySums(*told) for part, day, *told in rows.values_list(*names)}
    return found


def write_days(story_id: int, changes: Changes) -> list[FigureDifference]:
    """Inside the transaction. A part that was deleted meanwhile takes its days along."""
    parts = set(Part.objects.filter(pk__in={part for part, _ in changes}, story=story_id).values_list("pk", flat=True))
    changes = {key: change for key, change in changes.items() if key[0] in parts}
    told = [(*key, row) for key, (_, row) in sorted(changes.items())]
    with connection.cursor() as cursor:
        cursor.executemany(WRITTEN, [(part, story_id, day, *row) for part, day, row in told if row != NOTHING])
        cursor.executemany(
            "DELETE FROM readership_partday WHERE part_id = %s AND day = %s",
            [(part, day) for part, day, row in told if row == NOTHING],
        )
    _add_to_figures(changes)
    return [
        FigureDifference("part", part, day.isoformat(), name, stood, counted)
        for (part, day), (before, after) in changes.items()
        for name in SUMS
        if (stood := getattr(before, name)) != (counted := getattr(after, name))
    ]


def _add_to_figures(changes: Changes) -> None:
    """More reads to the end; and that who came has to be counted again."""
    finished: dict[int, int] = {}
    for (part, _), (before, after) in changes.items():
        if (before.reads, before.finished) != (after.reads, after.finished):
            finished[part] = finished.get(part, 0) + after.finished - before.finished
    known = set(PartFigures.objects.filter(pk__in=finished).values_list("pk", flat=True))
    PartFigures.objects.bulk_create(
        [PartFigures(part_id=part) for part in finished.keys() - known], ignore_conflicts=True
    )
    larger = "GREATEST" if connection.vendor == "postgresql" else "MAX"
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE readership_partfigures SET finished = {larger}(finished + %s, 0), changes = changes + 1"  # noqa: S608
            " WHERE part_id = %s",
            [(more, part) for part, more in sorted(finished.items())],
        )


def sum_story_days(
    story_id: int, days: Collection[date], readers: Mapping[date, int], counted: Collection[date]
) -> list[FigureDifference]:
    """A story's days are the sums over its parts' days. On the days of `counted`, `readers` has been counted anew."""
    rows = PartDay.objects.filter(story=story_id, day__in=days).order_by()
    sums = {day: told for day, *told in rows.values_list("day").annotate(*(Sum(name) for name in SUMS))}
    before = {row.day: row for row in StoryDay.objects.filter(story=story_id, day__in=days)}
    after: list[StoryDay] = []
    for day in sorted(days):
        row = StoryDay(story_id=story_id, day=day)
        for name, number in zip(SUMS, sums.get(day, [0] * len(SUMS)), strict=True):
            setattr(row, name, number)
        row.readers = readers.get(day, 0) if day in counted else getattr(before.get(day), "readers", 0)
        after.append(row)
    _save_story_days(story_id, after)
    return [
        FigureDifference("story", story_id, row.day.isoformat(), name, stood, getattr(row, name))
        for row in after
        for name in (*SUMS, "readers")
        if (stood := getattr(before.get(row.day), name, 0)) != getattr(row, name)
    ]


def _save_story_days(story_id: int, rows: Sequence[StoryDay]) -> None:
    """Days of nothing have no row."""
    fields = (*SUMS, "readers")
    told = [row for row in rows if any(getattr(row, name) for name in fields)]
    if nothing := [row.day for row in rows if row not in told]:
        StoryDay.objects.filter(story=story_id, day__in=nothing).delete()
    StoryDay.objects.bulk_create(
        told, batch_size=500, update_conflicts=True, unique_fields=["story", "day"], update_fields=list(fields)
    )
