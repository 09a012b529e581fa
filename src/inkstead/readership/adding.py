"""Adding up: the days that changed are counted anew from their rows, so that doing it twice is harmless.

Counting happens outside a transaction, where it holds nobody up; only its outcome is written, a few rows in one
transaction. A day is done when its mark stands as it did before counting; if somebody read or voted meanwhile, it stays
marked and is counted again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from django.db import IntegrityError, connection, transaction
from django.db.models import Q, Sum

from inkstead.readership.models import PartDay, StoryDay
from inkstead.readership.people import note_people
from inkstead.readership.rows import Counted, count_rows, readers_of
from inkstead.readership.sums import (
    SUMS,
    Changes,
    FigureDifference,
    changes_of,
    claim,
    figures_of,
    sum_story_days,
    write_days,
)
from inkstead.stories.models import VOICES, StaleDay, Story

ROUND = 20_000  # marks in memory
COUNTED = 1_000  # days of parts that are counted at once
WRITTEN = 200  # and written in one transaction, which holds every other writer up on SQLite


class Mark(NamedTuple):
    pk: int
    part: int
    day: date
    changes: int
    story: int


Done = tuple[int, Sequence[Mark], list[FigureDifference]]  # a story, its marks that were done, what was different


def add_up() -> int:
    """Bring the sums up to date with what changed; answers how many days of parts were done. Safe anywhere."""
    return sum(len(marks) for _, marks, _ in added_up())


def added_up() -> Iterator[Done]:
    """Each mark is looked at once, so this ends.

    Day by day, since a story's readers of a day are counted with each stretch of marks that has the day.
    """
    waiting = StaleDay.objects.order_by("day", "pk").values_list("pk", "part", "day", "changes", "part__story")
    day, pk = date.min, 0
    while marks := [Mark(*row) for row in waiting.filter(Q(day__gt=day) | Q(day=day, pk__gt=pk))[:ROUND]]:
        day, pk = marks[-1].day, marks[-1].pk
        of_story: dict[int, list[Mark]] = {}
        for mark in marks:
            of_story.setdefault(mark.story, []).append(mark)
        for story_id, its_marks in of_story.items():
            for start in range(0, len(its_marks), COUNTED):
                yield from add_up_story(story_id, its_marks[start : start + COUNTED])


def add_up_story(story_id: int, marks: Sequence[Mark]) -> Iterator[Done]:
    """Stops when somebody else has just written sums of this story: the rest is tried again later."""
    try:
        version = figures_of(story_id).version
        read_days = {(mark.part, mark.day) for mark in marks if mark.day != VOICES}
        counted = count_rows(story_id, read_days, {mark.part for mark in marks if mark.day == VOICES})
        note_people(story_id, counted.people)
        changes = changes_of(counted)
        for start in range(0, len(marks), WRITTEN):
            some = marks[start : start + WRITTEN]
            own = _taken_from(changes, some)
            with transaction.atomic():
                if not claim(story_id, version, **_stale_if_read(own)):
                    return
                done, found = _unmark(some), _write(story_id, some, own, counted)
            version += 1
            yield story_id, done, found
    except IntegrityError:  # the story or one of its parts was deleted meanwhile
        return


def _taken_from(changes: Changes, marks: Sequence[Mark]) -> Changes:
    """What these marks stand for, and no later ones write again."""
    voiced = {mark.part for mark in marks if mark.day == VOICES}
    keys = {(mark.part, mark.day) for mark in marks} & changes.keys()
    keys |= {key for key in changes if key[0] in voiced} if voiced else set()
    return {key: changes.pop(key) for key in keys}


def _stale_if_read(changes: Changes) -> dict[str, bool]:
    read = any(
        (one.before.reads, one.before.finished) != (one.after.reads, one.after.finished) for one in changes.values()
    )
    return {"following_is_stale": True} if read else {}


def _unmark(marks: Sequence[Mark]) -> list[Mark]:
    """Take away the marks that stand as they did; what is being changed at this moment is passed over."""
    rows = StaleDay.objects.filter(pk__in=[mark.pk for mark in marks])
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    standing = dict(rows.order_by("pk").values_list("pk", "changes"))
    done = [mark for mark in marks if standing.get(mark.pk) == mark.changes]
    StaleDay.objects.filter(pk__in=[mark.pk for mark in done]).delete()
    return done


def _write(story_id: int, marks: Sequence[Mark], changes: Changes, counted: Counted) -> list[FigureDifference]:
    found = write_days(story_id, changes)
    days = {mark.day for mark in marks if mark.day != VOICES} | {day for _, day in changes}
    return found + sum_story_days(story_id, days, counted.readers, {day for _, day in counted.read_days})


def look_over(story_id: int) -> list[FigureDifference]:
    """A part came, went or was deleted: the story's days are what its parts' days add up to. Twice is harmless."""
    while Story.objects.filter(pk=story_id).exists():
        version = figures_of(story_id).version
        days = _days_that_differ(story_id)
        readers = readers_of(story_id, days)
        gone = {"people_are_stale": True} if days else {}
        with transaction.atomic():
            if claim(story_id, version, following_is_stale=True, **gone):
                return sum_story_days(story_id, days, readers, days)
    return []


def _days_that_differ(story_id: int) -> set[date]:
    rows = PartDay.objects.filter(story=story_id).order_by().values_list("day")
    sums = rows.annotate(*(Sum(name) for name in SUMS))
    return {row[0] for row in set(sums) ^ set(StoryDay.objects.filter(story=story_id).values_list("day", *SUMS))}
