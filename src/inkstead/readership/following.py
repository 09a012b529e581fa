"""How readers go from part to part.

People are accounts, by their ids. A guest's hash lives for a day, so a guest is followed from part to part within that
day. All reads of a story are gone through, part by part, so a long story's turn comes seldom enough to cost a hundredth
of one core at most.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from inkstead.library.models import FINISHED
from inkstead.readership.adding import FigureDifference, figures_of
from inkstead.readership.models import PartFigures, StoryFigures
from inkstead.reading.models import Read
from inkstead.stories.models import Part

REST = 100  # times as long as it took
STEPS = ("people", "people_finished", "people_from_first", "people_from_previous", "guests", "guests_from_previous")
CHUNK = 20_000


@dataclass(slots=True)
class Readers:
    """Who read a part: accounts, and guests of a day."""

    people: set[str] = field(default_factory=set)
    finished: set[str] = field(default_factory=set)
    guests: set[tuple[date, str]] = field(default_factory=set)


@dataclass(slots=True)
class Followed:
    """What a story's reads say."""

    steps: dict[int, dict[str, int]]
    last_seen: dict[str, date]


def follow_up() -> int:
    """Every story whose turn it is; answers how many. Safe anywhere, any time."""
    waiting = StoryFigures.objects.filter(following_is_stale=True).values_list("story", "followed_at", "following_took")
    now = timezone.now()
    due = [pk for pk, at, took in waiting if at is None or at + timedelta(seconds=took * REST) <= now]
    for story_id in due:
        follow_story(story_id)
    return len(due)


def follow_story(story_id: int) -> list[FigureDifference]:
    """Go through a story's reads anew; answers what was wrong, if nothing has changed since the last time."""
    try:
        figures, began = figures_of(story_id), time.monotonic()
        followed = gone_through(story_id)
        with transaction.atomic():
            return _write(figures, followed, time.monotonic() - began)
    except IntegrityError:  # the story or one of its parts was deleted meanwhile
        return []


def gone_through(story_id: int) -> Followed:
    parts = Part.objects.filter(story=story_id)
    told = list(parts.published().in_order().values_list("pk", flat=True))
    steps: dict[int, dict[str, int]] = {}
    last_seen: dict[str, date] = {}
    first = previous = Readers()
    for number, part in enumerate(told):
        readers = _readers_of(part, last_seen)
        first = readers if number == 0 else first
        steps[part] = {
            **_alone(readers),
            "people_from_first": len(readers.people & first.people) if number else 0,
            "people_from_previous": len(readers.people & previous.people),
            "guests_from_previous": len(readers.guests & previous.guests),
        }
        previous = readers
    for part in parts.exclude(pk__in=told).values_list("pk", flat=True):
        steps[part] = _alone(_readers_of(part, last_seen))
    return Followed(steps, last_seen)


def _alone(readers: Readers) -> dict[str, int]:
    nothing = dict.fromkeys(STEPS, 0)
    told = {"people": len(readers.people), "people_finished": len(readers.finished), "guests": len(readers.guests)}
    return nothing | told


def _readers_of(part_id: int, last_seen: dict[str, date]) -> Readers:
    readers = Readers()
    for reader, day, reached in _reads(part_id):
        if reader.startswith("a:"):
            readers.people.add(reader)
            if reached >= FINISHED:
                readers.finished.add(reader)
            if day > last_seen.get(reader, date.min):
                last_seen[reader] = day
        else:
            readers.guests.add((day, reader))
    return readers


def _reads(part_id: int) -> Iterator[tuple[str, date, float]]:
    rows = Read.objects.filter(part=part_id).order_by().values_list("reader", "day", "reached")
    return rows.iterator(chunk_size=CHUNK)


def _write(figures: StoryFigures, followed: Followed, took: float) -> list[FigureDifference]:
    """What was counted stands, also when more has happened meanwhile; then the story stays marked."""
    story_id = figures.pk
    standing = {row.pk: row for row in PartFigures.objects.filter(part__in=followed.steps)}
    parts = set(Part.objects.filter(story=story_id).values_list("pk", flat=True))
    rows = [PartFigures(part_id=part, **steps) for part, steps in followed.steps.items() if part in parts]
    PartFigures.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["part"], update_fields=list(STEPS)
    )
    days = Counter(day.isoformat() for day in followed.last_seen.values())
    told = {"people": len(followed.last_seen), "last_seen": json.dumps(dict(sorted(days.items())))}
    same = Q(version=figures.version)
    own = StoryFigures.objects.filter(pk=story_id)
    own.update(followed_at=timezone.now(), following_took=took, **told)
    was_sure = bool(own.filter(same).update(following_is_stale=False)) and not figures.following_is_stale
    if not was_sure:
        return []
    found = [
        FigureDifference("part", row.pk, None, name, stood, getattr(row, name))
        for row in rows
        for name in STEPS
        if (stood := getattr(standing.get(row.pk), name, 0)) != getattr(row, name)
    ]
    if figures.people != told["people"] or figures.last_seen != told["last_seen"]:
        found.append(FigureDifference("story", story_id, None, "people", figures.people, len(followed.last_seen)))
    return found
