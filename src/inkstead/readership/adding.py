"""Adding up: the days that changed are counted anew from their rows, so that doing it twice is harmless.

Counting happens outside a transaction, where it holds nobody up; only its outcome is written in one. A day is done when
its mark stands as it did before counting; if somebody read or voted meanwhile, it stays marked and is counted again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q, Sum
from django.utils import timezone

from inkstead.readership.models import PartDay, PartFigures, StoryDay, StoryFigures
from inkstead.readership.rows import Counted, PartAndDay, ReadsOfDay, VoicesOfDay, count_rows, readers_of
from inkstead.stories.models import VOICES, Part, StaleDay, Story

MARKS = 1_000  # days of parts that are counted and written at once
ROUND = 20_000  # marks in memory
SUMS = ("reads", "finished", "votes", "comments")


@dataclass(frozen=True, slots=True)
class FigureDifference:
    of: str  # "part" or "story"
    id: int
    day: str | None  # a UTC day, or None for a figure of all days
    counter: str
    stood_at: int
    counted: int


def add_up() -> int:
    """Bring the sums up to date with what changed; answers how many days of parts were done. Safe anywhere."""
    return sum(len(marks) for _, marks, _ in added_up())


def added_up() -> Iterator[tuple[int, Sequence[StaleDay], list[FigureDifference]]]:
    """Stories, their marks that were done, and what was different. Each mark is looked at once, so this ends.

    Day by day, since a story's readers of a day are counted with each stretch of marks that has the day.
    """
    waiting = StaleDay.objects.select_related("part").only("day", "changes", "part__story").order_by("day", "pk")
    day, pk = date.min, 0
    while marks := list(waiting.filter(Q(day__gt=day) | Q(day=day, pk__gt=pk))[:ROUND]):
        day, pk = marks[-1].day, marks[-1].pk
        of_story: dict[int, list[StaleDay]] = {}
        for mark in marks:
            of_story.setdefault(mark.part.story_id, []).append(mark)
        for story_id, its_marks in of_story.items():
            for start in range(0, len(its_marks), MARKS):
                yield story_id, *add_up_story(story_id, its_marks[start : start + MARKS])


def add_up_story(story_id: int, marks: Sequence[StaleDay]) -> tuple[list[StaleDay], list[FigureDifference]]:
    """What was done. Nothing when somebody else has just written sums of this story: then it is tried again later."""
    try:
        version = figures_of(story_id).version
        read_days = {(mark.part_id, mark.day) for mark in marks if mark.day != VOICES}
        voiced = {mark.part_id for mark in marks if mark.day == VOICES}
        counted = count_rows(story_id, read_days, voiced)
        with transaction.atomic():
            if not claim(story_id, version):
                return [], []
            return _unmark(marks), _write(story_id, counted)
    except IntegrityError:  # the story or one of its parts was deleted meanwhile
        return [], []


def figures_of(story_id: int) -> StoryFigures:
    return StoryFigures.objects.get_or_create(story_id=story_id)[0]


def claim(story_id: int, version: int, **more: Any) -> bool:
    """Inside the transaction that writes: nobody else has written since we looked, and nobody will before we have."""
    found = StoryFigures.objects.filter(story=story_id, version=version)
    values = {"version": version + 1, "added_at": timezone.now(), "following_is_stale": True, **more}
    return bool(found.update(**values))


def _unmark(marks: Sequence[StaleDay]) -> list[StaleDay]:
    """Take away the marks that stand as they did; what is being changed at this moment is passed over."""
    rows = StaleDay.objects.filter(pk__in=[mark.pk for mark in marks])
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    standing = dict(rows.order_by("pk").values_list("pk", "changes"))
    done = [mark for mark in marks if standing.get(mark.pk) == mark.changes]
    StaleDay.objects.filter(pk__in=[mark.pk for mark in done]).delete()
    return done


def _write(story_id: int, counted: Counted) -> list[FigureDifference]:
    parts = {part for part, _ in counted.read_days} | set(counted.voiced)
    parts &= set(Part.objects.filter(pk__in=parts, story=story_id).values_list("pk", flat=True))
    before = _standing(parts, counted)
    after = _sums(story_id, parts, counted, before)
    found = [
        FigureDifference("part", row.part_id, row.day.isoformat(), name, stood, getattr(row, name))
        for key, row in after.items()
        for name in SUMS
        if (stood := getattr(before.get(key), name, 0)) != getattr(row, name)
    ]
    _save(after.values(), PartDay, "part", (*SUMS, "stops"))
    read_days = {day for _, day in counted.read_days}
    days = {row.day for row in after.values()} | read_days
    found += sum_story_days(story_id, days, dict(counted.readers), read_days)
    _sum_finished(parts)
    return found


def _standing(parts: Collection[int], counted: Counted) -> dict[PartAndDay, PartDay]:
    days = {day for _, day in counted.read_days}
    rows = PartDay.objects.filter(part__in=parts, day__in=days)
    voiced = PartDay.objects.filter(part__in=set(counted.voiced))
    return {(row.part_id, row.day): row for row in (*rows, *voiced)}


def _sums(
    story_id: int, parts: Collection[int], counted: Counted, before: dict[PartAndDay, PartDay]
) -> dict[PartAndDay, PartDay]:
    """The rows as they should be; those that stay as they are are left out."""
    keys = {key for key in {*counted.read_days, *counted.voices} if key[0] in parts}
    keys |= {key for key, row in before.items() if key[0] in counted.voiced and (row.votes or row.comments)}
    after: dict[PartAndDay, PartDay] = {}
    asked = set(counted.read_days)
    for key in keys:
        stood = before.get(key)
        reads = counted.reads.get(key, ReadsOfDay()) if key in asked else _reads_in(stood)
        voices = counted.voices.get(key, VoicesOfDay()) if key[0] in counted.voiced else _voices_in(stood)
        if (reads, voices) != (_reads_in(stood), _voices_in(stood)):
            after[key] = PartDay(
                part_id=key[0],
                story_id=story_id,
                day=key[1],
                reads=reads.reads,
                finished=reads.finished,
                stops=reads.stops,
                votes=voices.votes,
                comments=voices.comments,
            )
    return after


def _reads_in(row: PartDay | None) -> ReadsOfDay:
    return ReadsOfDay(row.reads, row.finished, row.stops) if row else ReadsOfDay()


def _voices_in(row: PartDay | None) -> VoicesOfDay:
    return VoicesOfDay(row.votes, row.comments) if row else VoicesOfDay()


def sum_story_days(
    story_id: int, days: Collection[date], readers: dict[date, int], counted: Collection[date]
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
    _save(after, StoryDay, "story", (*SUMS, "readers"))
    return [
        FigureDifference("story", story_id, row.day.isoformat(), name, stood, getattr(row, name))
        for row in after
        for name in (*SUMS, "readers")
        if (stood := getattr(before.get(row.day), name, 0)) != getattr(row, name)
    ]


def _save(rows: Iterable[Any], model: type[PartDay | StoryDay], of: str, fields: Sequence[str]) -> None:
    """Days of nothing have no row."""
    told: list[Any] = []
    for row in rows:
        if any(getattr(row, name) for name in fields):
            told.append(row)
        else:
            model._default_manager.filter(**{of: getattr(row, f"{of}_id"), "day": row.day}).delete()
    model._default_manager.bulk_create(
        told, batch_size=500, update_conflicts=True, unique_fields=[of, "day"], update_fields=list(fields)
    )


def _sum_finished(parts: Collection[int]) -> None:
    sums = dict(PartDay.objects.filter(part__in=parts).order_by().values_list("part").annotate(Sum("finished")))
    PartFigures.objects.bulk_create(
        [PartFigures(part_id=part, finished=sums.get(part, 0)) for part in parts],
        update_conflicts=True,
        unique_fields=["part"],
        update_fields=["finished"],
    )


def look_over(story_id: int) -> list[FigureDifference]:
    """A part came, went or was deleted: the story's days are what its parts' days add up to. Twice is harmless."""
    while Story.objects.filter(pk=story_id).exists():
        version = figures_of(story_id).version
        days = _days_that_differ(story_id)
        readers = readers_of(story_id, days)
        with transaction.atomic():
            if claim(story_id, version):
                return sum_story_days(story_id, days, readers, days)
    return []


def _days_that_differ(story_id: int) -> set[date]:
    rows = PartDay.objects.filter(story=story_id).order_by().values_list("day")
    sums = rows.annotate(*(Sum(name) for name in SUMS))
    return {row[0] for row in set(sums) ^ set(StoryDay.objects.filter(story=story_id).values_list("day", *SUMS))}
