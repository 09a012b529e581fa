"""The rhythm of a story: its weekly times, their zone, and how long followers are ahead."""

from __future__ import annotations

from collections.abc import Collection
from datetime import time

from django.db import transaction

from inkstead.accounts.models import User
from inkstead.lib.refusals import Refused
from inkstead.lib.zones import tidy_zone
from inkstead.serial.actions.locking import plan_of, story_to_plan
from inkstead.serial.actions.queue import reflow
from inkstead.serial.models import Slot
from inkstead.stories.models import Story

SLOT_LIMIT = 50
LONGEST_HEAD_START = 365


@transaction.atomic
def add_slots(story: Story, *, weekdays: Collection[int], at: time, by: User) -> None:
    """A time on some days of every week. One that is there already stays once."""
    story = story_to_plan(story, by)
    plan = plan_of(story, by)
    if by.zone and plan.zone != by.zone and not story.slots.exists():
        # Until the first slot the zone meant nothing, and the page shows the times of whoever adds it.
        plan.zone = by.zone
        plan.save(update_fields=["zone"])
    if not weekdays or not all(0 <= day < 7 for day in weekdays):
        message = "Choose at least one day of the week."
        raise Refused(message, code="invalid", fields={"weekdays": message})
    at = at.replace(second=0, microsecond=0)
    Slot.objects.bulk_create(
        [Slot(story=story, weekday=day, at=at) for day in sorted(set(weekdays))], ignore_conflicts=True
    )
    if story.slots.count() > SLOT_LIMIT:
        raise Refused(f"A story can have at most {SLOT_LIMIT} slots in a week.", code="invalid")
    reflow(story)


@transaction.atomic
def remove_slot(slot: Slot, *, by: User) -> None:
    """What stood in it moves on. Without any slot the queue waits, in its order. Doing it twice is harmless."""
    story = story_to_plan(slot.story, by)
    story.slots.filter(pk=slot.pk).delete()
    reflow(story)


@transaction.atomic
def choose_plan_zone(story: Story, *, zone: object, by: User) -> None:
    """Slots keep their times on the wall, of other walls now."""
    story = story_to_plan(story, by)
    plan = plan_of(story, by)
    plan.zone = tidy_zone(zone)
    plan.save(update_fields=["zone"])
    reflow(story)


@transaction.atomic
def give_early_access(story: Story, *, days: int, by: User) -> None:
    """Parts of the queue go to followers at their slot and open for everybody so many days later; 0 ends that.

    Parts that followers have already open on the day that was said.
    """
    story = story_to_plan(story, by)
    if not 0 <= days <= LONGEST_HEAD_START:
        message = f"Followers can be at most {LONGEST_HEAD_START} days ahead."
        raise Refused(message, code="invalid", fields={"days": message})
    plan = plan_of(story, by)
    plan.early_days = days
    plan.save(update_fields=["early_days"])
    reflow(story)
