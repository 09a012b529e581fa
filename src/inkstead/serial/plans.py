"""What the queue of a story comes to: rows read once, worked out by `flow`. Changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from inkstead.lib.zones import moment_of, zone_of
from inkstead.serial.flow import InQueue, Turn, Unpublished, flow, free, joined
from inkstead.serial.models import Plan, Slot
from inkstead.serial.slots import SlotMoment, WeeklyTime, slot_moments
from inkstead.stories.models import Part, State, Status, Story
from inkstead.stories.models.revisions import TEXTS


@dataclass(frozen=True, slots=True)
class Known:
    """Everything about a story's plan, as it stands now."""

    story: Story
    plan: Plan
    slots: Sequence[WeeklyTime]
    queue: Sequence[Part]  # in its order, without those that are due already
    beside: Sequence[Part]  # drafts, and parts with a date of their own, in story order
    now: datetime

    @property
    def entries(self) -> list[InQueue]:
        return [entry_of(part) for part in self.queue]

    def part(self, pk: int) -> Part:
        return next(part for part in (*self.queue, *self.beside) if part.pk == pk)

    def free_slots(self) -> Iterator[SlotMoment]:
        """Those to come that the queue may take: none in a pause without an end."""
        begin = queue_begins(self.story, self.plan, self.now)
        if begin is None:
            return iter(())
        taken = {part.publish_at for part in self.beside if part.publish_at}
        return free(slot_moments(self.slots, zone_of(self.plan.zone), after=begin), taken)

    def turns(self, queue: Sequence[InQueue] | None = None) -> list[Turn]:
        others = [Unpublished(part.pk, order_of(part), part.publish_at) for part in self.beside]
        return flow(self.entries if queue is None else queue, others, self.free_slots())


def known_plan(story: Story) -> Known:
    """Three queries, whatever the story's length. For a change, the story's row is locked before."""
    return known_plans([story])[story.pk]


def known_plans(stories: Collection[Story]) -> dict[int, Known]:
    """The same three queries for many stories, by their ids."""
    now = timezone.now()
    plans = {plan.story_id: plan for plan in Plan.objects.filter(story__in=stories)}
    slots: dict[int, list[WeeklyTime]] = {}
    for slot in Slot.objects.filter(story__in=stories):
        slots.setdefault(slot.story_id, []).append(WeeklyTime(slot.weekday, slot.at))
    parts: dict[int, list[Part]] = {}
    rows = (
        Part.objects.filter(story__in=stories, state__in=[State.DRAFT, State.SCHEDULED])
        .kept()
        .select_related("queue_place", "head")
        .defer(*TEXTS[:3], "notes_before", "notes_after")
        .in_order()
    )
    for part in rows:
        parts.setdefault(part.story_id, []).append(part)
    return {
        story.pk: Known(
            story,
            plans.get(story.pk) or Plan(story=story, zone="UTC"),
            slots.get(story.pk, []),
            in_its_order([part for part in parts.get(story.pk, []) if part.in_queue and not is_due(part, now)]),
            [part for part in parts.get(story.pk, []) if not part.in_queue],
            now,
        )
        for story in stories
    }


def in_its_order(parts: Sequence[Part]) -> list[Part]:
    """By their places; those that came into the queue by another way than its own stand where the story has them."""
    placed = sorted((part for part in parts if place_of(part)), key=lambda part: (place_of(part), order_of(part)))
    order = joined([entry_of(part) for part in placed], [entry_of(part) for part in parts if not place_of(part)])
    by_id = {part.pk: part for part in parts}
    return [by_id[entry.part_id] for entry in order]


def is_due(part: Part, now: datetime) -> bool:
    """Its minute has come, also one that was missed: it is published any moment, and nothing may move it any more."""
    return part.state == State.SCHEDULED and part.publish_at is not None and part.publish_at <= now


def place_of(part: Part) -> int:
    place = getattr(part, "queue_place", None)
    return place.place if place else 0


def order_of(part: Part) -> tuple[int, int]:
    return part.position, part.pk


def entry_of(part: Part) -> InQueue:
    place = getattr(part, "queue_place", None)
    return InQueue(part.pk, order_of(part), bool(place and place.ahead))


def queue_begins(story: Story, plan: Plan, now: datetime) -> datetime | None:
    """From when on slots count. None on a hiatus of which nobody knows the end."""
    if story.status != Status.HIATUS:
        return now
    if story.returns_on is None:
        return None
    midnight = moment_of(datetime.combine(story.returns_on, time()), zone_of(plan.zone)).at
    return max(now, midnight - timedelta(microseconds=1))
