"""The queue: parts that are ready take the story's slots, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from inkstead.accounts.models import User
from inkstead.lib.refusals import Refused
from inkstead.lib.zones import moment_of, wall_of, zone_of
from inkstead.serial.actions.locking import locked_story, plan_of, story_to_plan
from inkstead.serial.flow import InQueue, in_story_order, joined, overtaken
from inkstead.serial.models import Plan, QueuePlace
from inkstead.serial.plans import entry_of, known_plan, order_of, place_of
from inkstead.stories.models import Part, State, Story, Visibility

# What a turn in the queue decides about a part.
DECIDED = ["state", "publish_at", "in_queue", "visibility", "opens_at"]


class OutOfOrder(Refused):
    """A part would come before one that stands before it in the story. Nothing was changed; ask, then say `ahead`."""

    def __init__(self, part: Part, earlier: Part) -> None:
        super().__init__(
            f"“{part.title}” would appear before “{earlier.title}”, which comes first in the story.",
            code="out_of_order",
        )


@transaction.atomic
def put_in_queue(story: Story, parts: Sequence[Part], *, by: User) -> int:
    """Answers how many were new in it. A part that had a date of its own gives it up; doing it twice is harmless."""
    story = story_to_plan(story, by)
    plan_of(story, by)
    known = known_plan(story)
    chosen = {part.pk for part in parts}
    found = [part for part in known.beside if part.pk in chosen]
    _refuse_empty(found)
    _keep_order(joined(known.entries, [InQueue(part.pk, entry_of(part).order) for part in found]))
    Part.objects.filter(pk__in=[part.pk for part in found]).update(in_queue=True)
    reflow(story)
    return len(found)


@transaction.atomic
def take_out_of_queue(part: Part, *, by: User) -> None:
    """A draft again; its slot goes to the next. Doing it twice is harmless."""
    story = story_to_plan(part.story, by)
    found = Part.objects.get(pk=part.pk, story=story)
    if found.in_queue and found.state in (State.DRAFT, State.SCHEDULED):
        _leave(found)
        found.save(update_fields=DECIDED)
        reflow(story)


@transaction.atomic
def move_in_queue(part: Part, *, to: int, by: User, ahead: bool = False) -> None:
    """To a place (from 1) in the queue; all times flow anew. `ahead`: also before what comes first in the story."""
    story = story_to_plan(part.story, by)
    known = known_plan(story)
    order = [entry for entry in known.entries if entry.part_id != part.pk]
    moving = next((entry for entry in known.entries if entry.part_id == part.pk), None)
    if moving is None:
        raise Refused("This part is not in the queue any more.", code="invalid")
    held_up = any(part.publish_at is None and order_of(part) < moving.order for part in known.beside)
    still = InQueue(moving.part_id, moving.order, moving.ahead and held_up)
    order.insert(max(0, min(to - 1, len(order))), still)
    while (wrong := overtaken(order)) is not None:
        if not ahead:
            raise OutOfOrder(known.part(wrong[0]), known.part(wrong[1]))
        order = [InQueue(e.part_id, e.order, e.ahead or e.part_id == wrong[0]) for e in order]
    _keep_order(order)
    reflow(story)


@transaction.atomic
def go_on_without(story: Story, *, by: User) -> int:
    """Parts of the queue that wait for a draft no longer do. Answers how many waited."""
    story = story_to_plan(story, by)
    waiting = [turn.part_id for turn in known_plan(story).turns() if turn.waits_for is not None]
    QueuePlace.objects.filter(part__in=waiting).update(ahead=True)
    reflow(story)
    return len(waiting)


@transaction.atomic
def reorder_queue(story_id: int) -> None:
    """After the story's own order changed."""
    story = locked_story(story_id)
    _keep_order(in_story_order(known_plan(story).entries))
    reflow(story)


@transaction.atomic
def reflow_queue(story_id: int) -> int:
    """Give every part of a queue its time anew; answers how many times changed. Safe to repeat anywhere, any time."""
    return reflow(locked_story(story_id))


def reflow(story: Story) -> int:
    """The same inside the transaction that changed something, with the story locked."""
    known = known_plan(story)
    if not all(place_of(part) for part in known.queue):
        _keep_order(known.entries)
    by_id = {part.pk: part for part in known.queue}
    turns = [(by_id[turn.part_id], turn.slot.at if turn.slot else None) for turn in known.turns()]
    changed = [part for part, at in turns if _decide(part, at, known.plan)]
    Part.objects.bulk_update(changed, DECIDED)
    gone = Part.objects.filter(story=story, in_queue=True)
    gone.exclude(state__in=[State.DRAFT, State.SCHEDULED]).update(in_queue=False)
    gone.filter(binned_at__isnull=False).update(in_queue=False)
    QueuePlace.objects.filter(part__story=story, part__in_queue=False).delete()
    return len(changed)


def _decide(part: Part, at: datetime | None, plan: Plan) -> bool:
    """Whether anything about the part is different now."""
    before = [getattr(part, name) for name in DECIDED]
    part.state, part.publish_at = (State.SCHEDULED, at) if at else (State.DRAFT, None)
    _give_early_access(part, at, plan)
    return before != [getattr(part, name) for name in DECIDED]


def _give_early_access(part: Part, at: datetime | None, plan: Plan) -> None:
    """Only to what everybody is to read in the end; what its writer keeps from them stays as it is."""
    limited_here = part.visibility == Visibility.FOLLOWERS and part.opens_at is not None
    if part.visibility != Visibility.PUBLIC and not limited_here:
        return
    if at is not None and plan.early_days:
        part.visibility, part.opens_at = Visibility.FOLLOWERS, days_later(at, plan)
    else:
        part.visibility, part.opens_at = Visibility.PUBLIC, None


def days_later(at: datetime, plan: Plan) -> datetime:
    """At the same time on the wall, when followers have had it for the plan's days."""
    zone = zone_of(plan.zone)
    return moment_of(wall_of(at, zone) + timedelta(days=plan.early_days), zone).at


def _leave(part: Part) -> None:
    part.state, part.publish_at, part.in_queue = State.DRAFT, None, False
    if part.opens_at is not None:
        part.visibility, part.opens_at = Visibility.PUBLIC, None


def _refuse_empty(parts: Sequence[Part]) -> None:
    empty = next((part for part in parts if part.head is None or not part.head.words), None)
    if empty is not None:
        raise Refused(f"“{empty.title}” has no text yet, so it cannot be in the queue.", code="invalid")


def _keep_order(order: Sequence[InQueue]) -> None:
    places = [QueuePlace(part_id=e.part_id, place=n, ahead=e.ahead) for n, e in enumerate(order, start=1)]
    QueuePlace.objects.bulk_create(
        places, update_conflicts=True, update_fields=["place", "ahead"], unique_fields=["part"]
    )
