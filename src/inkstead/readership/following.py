"""How readers go from part to part.

People are accounts, by their ids. A guest's hash lives for a day, so a guest is followed from part to part within that
day. Only parts that were read since they were counted are counted again, with the part after each; all of them only
where the first part has new people. A story rests a hundred times as long as its turn took.

It can be killed anywhere. Parts are gone through from the last to the first, so that a part's row, which says that the
part has been counted, is written after that of the part behind it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from inkstead.readership.models import PartDay, PartFigures, StoryFigures
from inkstead.readership.people import Found, find_people, last_days
from inkstead.readership.sums import FigureDifference, figures_of
from inkstead.readership.walking import FROM, FROM_PREVIOUS, STEPS, Line, Walk, count, set_out
from inkstead.stories.models import StaleDay

REST = 100  # times as long as it took
AT_ONCE = 50  # parts in one transaction


class Overtaken(Exception):  # noqa: N818 - an answer, not an error
    """Somebody else goes through this story now, and set out later."""


def follow_up() -> int:
    """Every story whose turn it is; answers how many. Safe anywhere, any time."""
    waiting = StoryFigures.objects.filter(following_is_stale=True).values_list("story", "followed_at", "following_took")
    now = timezone.now()
    due = [pk for pk, at, took in waiting if at is None or at + timedelta(seconds=took * REST) <= now]
    for story_id in due:
        follow_story(story_id)
    return len(due)


def follow_story(story_id: int) -> None:
    """Count what has changed since the last time."""
    _follow(story_id, anew=False)


def follow_anew(story_id: int) -> list[FigureDifference]:
    """Count everything from the rows; answers what was wrong, and not what was only not yet done."""
    return _follow(story_id, anew=True)


def _follow(story_id: int, *, anew: bool) -> list[FigureDifference]:
    began, found = time.monotonic(), []
    try:
        walk = set_out(_take_turn(story_id), anew=anew)
        for end in range(len(walk.lines), 0, -AT_ONCE):
            found += _keep(walk, count(walk, walk.lines[max(0, end - AT_ONCE) : end]))
        found += _arrive(walk, began)
    except (IntegrityError, Overtaken):  # or the story or one of its parts was deleted meanwhile
        return []
    return _wrong(walk, found) if anew else []


@transaction.atomic
def _take_turn(story_id: int) -> StoryFigures:
    figures_of(story_id)
    figures = StoryFigures.objects.select_for_update().get(pk=story_id)
    figures.turn += 1
    figures.save(update_fields=["turn"])
    return figures


def _hold_turn(figures: StoryFigures) -> None:
    """Inside the transaction that writes."""
    rows = StoryFigures.objects.select_for_update().filter(pk=figures.pk, turn=figures.turn)
    if not list(rows.values_list("pk")):
        raise Overtaken


def _keep(walk: Walk, rows: Sequence[PartFigures]) -> list[FigureDifference]:
    """Answers which stood otherwise."""
    if not rows:
        return []
    was = {line.part: line.was for line in walk.lines}
    found = [_difference(row, name, getattr(was[row.pk], name)) for row in rows for name in STEPS]
    fields = [*STEPS, "counted", "previous"]
    with transaction.atomic():
        _hold_turn(walk.figures)
        if walk.anew:
            found += _sum_finished(rows)
            fields.append("finished")
        PartFigures.objects.bulk_create(rows, update_conflicts=True, unique_fields=["part"], update_fields=fields)
    return [one for one in found if one.stood_at != one.counted]


def _difference(row: PartFigures, name: str, stood_at: int) -> FigureDifference:
    return FigureDifference("part", row.pk, None, name, stood_at, getattr(row, name))


def _sum_finished(rows: Sequence[PartFigures]) -> list[FigureDifference]:
    """Reads to the end are added to with each day that is added up, under the same lock; here they are summed anew."""
    days = PartDay.objects.filter(part__in=[row.pk for row in rows]).order_by().values_list("part")
    sums = dict(days.annotate(Sum("finished")))
    stood = dict(PartFigures.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "finished"))
    for row in rows:
        row.finished = sums.get(row.pk, 0)
    return [_difference(row, "finished", stood.get(row.pk, 0)) for row in rows]


def _arrive(walk: Walk, began: float) -> list[FigureDifference]:
    """The story's people; and that all is counted, unless more has happened meanwhile. Answers what stood otherwise."""
    figures = walk.figures
    found = Found(figures.version, 0)
    if walk.anew or figures.people_are_stale:
        found = find_people(figures.pk, figures.version)
    days = last_days(figures.pk)
    people, last_seen, took = sum(days.values()), json.dumps(days), time.monotonic() - began
    with transaction.atomic():
        _hold_turn(figures)
        own = StoryFigures.objects.filter(pk=figures.pk)
        own.update(followed_at=timezone.now(), following_took=took, first_part=walk.first or None)
        own.update(people=people, last_seen=last_seen)
        if found.version is not None:
            own.filter(version=found.version).update(following_is_stale=False, people_are_stale=False)
    stood = [("people", figures.people), ("people whose last day was right", people - found.wrong)]
    return [
        FigureDifference("story", figures.pk, None, name, stood_at, people)
        for name, stood_at in stood
        if stood_at != people
    ]


def _wrong(walk: Walk, found: Sequence[FigureDifference]) -> list[FigureDifference]:
    """What nobody's reading explains: neither before the walk, if it was not counted yet, nor meanwhile."""
    lines = {line.part: line for line in walk.lines}
    busy = walk.stale | _read_since(walk)
    return [
        one
        for one in found
        if one.counter == "finished"
        or (one.of == "story" and not busy and not walk.figures.people_are_stale)
        or (one.of == "part" and _is_wrong(walk, lines[one.id], one.counter, busy))
    ]


def _is_wrong(walk: Walk, line: Line, counter: str, busy: frozenset[int]) -> bool:
    if counter in FROM and line.has_moved:
        return False
    if counter == "people_from_first" and (walk.first in busy or walk.first != (walk.figures.first_part or 0)):
        return False
    return line.part not in busy and not (counter in FROM_PREVIOUS and line.previous in busy)


def _read_since(walk: Walk) -> frozenset[int]:
    """Parts that were read since the walk began, added up already or not yet."""
    marked = StaleDay.objects.filter(part__story=walk.figures.pk).values_list("part", flat=True)
    now = dict(PartFigures.objects.filter(part__story=walk.figures.pk).values_list("pk", "changes"))
    return frozenset(marked) | {line.part for line in walk.lines if now.get(line.part, 0) != line.was.changes}
