"""Dates of their own: one part, or a hundred at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from inkstead.accounts.models import User
from inkstead.events import announce
from inkstead.lib.refusals import Refused
from inkstead.serial.actions.locking import story_to_plan
from inkstead.serial.actions.queue import reflow
from inkstead.stories.actions import must_lie_ahead
from inkstead.stories.events import PlanChanged
from inkstead.stories.models import Part, State, Story, Visibility


@dataclass(frozen=True, slots=True)
class Wish:
    """When a part is to appear, and, if followers have it first, when it opens for everybody."""

    at: datetime
    opens_at: datetime | None = None


class RowsRefused(Refused):
    """Nothing was scheduled; `rows` says by part what is wrong with each."""

    def __init__(self, rows: Mapping[int, Refused]) -> None:
        super().__init__("Nothing was scheduled yet: some times cannot be.", code="invalid")
        self.rows = {pk: refused.message for pk, refused in rows.items()}
        self.only_order = all(refused.code == "out_of_order" for refused in rows.values())


@transaction.atomic
def schedule_parts(story: Story, wishes: Mapping[int, Wish], *, by: User, ahead: bool = False) -> list[Part]:
    """All of them or none, by part id. `ahead`: also where a part would appear before one that comes first.

    A part of the queue leaves it. The number of queries does not grow with the number of parts.
    """
    story = story_to_plan(story, by)
    rows = Part.objects.filter(story=story).kept().select_related("head").defer("head__full_html", "head__full_text")
    parts = {part.pk: part for part in rows.defer("head__packed").in_order()}
    missing = next((pk for pk in wishes if pk not in parts), None)
    if missing is not None:
        raise Refused("One of these parts is not in the story any more.", code="not_found")
    wrong = {pk: refused for pk, wish in wishes.items() if (refused := _wrong(parts[pk], wish)) is not None}
    if not ahead:
        sound = {pk: wish for pk, wish in wishes.items() if pk not in wrong}  # one complaint a row is enough
        wrong |= _out_of_order([part for pk, part in parts.items() if pk not in wrong], sound)
    if wrong:
        raise RowsRefused(wrong)
    return _schedule(story, [(part, wishes[pk]) for pk, part in parts.items() if pk in wishes])


def _schedule(story: Story, wished: Sequence[tuple[Part, Wish]]) -> list[Part]:
    for part, wish in wished:
        part.state, part.publish_at, part.in_queue = State.SCHEDULED, wish.at, False
        if wish.opens_at is not None:
            part.visibility, part.opens_at = Visibility.FOLLOWERS, wish.opens_at
        elif part.opens_at is not None:
            part.visibility, part.opens_at = Visibility.PUBLIC, None
    dated = [part for part, _ in wished]
    Part.objects.bulk_update(dated, ["state", "publish_at", "in_queue", "visibility", "opens_at"])
    announce(PlanChanged(story_id=story.pk))
    reflow(story)
    return dated


def _wrong(part: Part, wish: Wish) -> Refused | None:
    try:
        if part.state == State.PUBLISHED:
            raise Refused("This part is published already.", code="invalid")
        if part.head is None or not part.head.words:
            raise Refused("This part has no text yet.", code="invalid")
        must_lie_ahead(wish.at)
        if wish.opens_at is not None and wish.opens_at <= wish.at:
            raise Refused("It must open for everybody after followers have it.", code="invalid")
        if wish.opens_at is not None:
            must_lie_ahead(wish.opens_at, "opens_at")
    except Refused as refused:
        return refused
    return None


def _out_of_order(parts: Sequence[Part], wishes: Mapping[int, Wish]) -> dict[int, Refused]:
    """Parts that would appear before one that comes first in the story, or after one that comes later.

    `parts` are in story order. Those of the queue go by what stands before them, so nothing is ever too late for them.
    """
    coming = [part for part in parts if part.state in (State.DRAFT, State.SCHEDULED) or part.pk in wishes]
    due = {part.pk: wishes[part.pk].at if part.pk in wishes else part.publish_at for part in coming}
    found: dict[int, Refused] = {}
    for index, part in enumerate(coming):
        at = due[part.pk]
        if part.pk not in wishes or at is None:
            continue
        earlier = next((other for other in coming[:index] if _is_later(due[other.pk], at)), None)
        fixed = (other for other in coming[index + 1 :] if other.pk in wishes or not other.in_queue)
        later = next((other for other in fixed if due[other.pk] and _is_later(at, due[other.pk])), None)
        if earlier is not None or later is not None:
            found[part.pk] = _says(earlier or part, part if earlier else later or part)
    return found


def _is_later(one: datetime | None, other: datetime | None) -> bool:
    """What has no date comes later than any."""
    return one is None or (other is not None and one > other)


def _says(earlier: Part, later: Part) -> Refused:
    return Refused(f"“{later.title}” would appear before “{earlier.title}”.", code="out_of_order")
