"""A story of Ana's with a rhythm and parts that are ready."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from inkstead.accounts.actions import choose_zone
from inkstead.accounts.models import User
from inkstead.lib.zones import wall_of, zone_of
from inkstead.serial.actions import add_slots
from inkstead.stories.models import Part, State, Story
from tests.factories import make_part, make_story

BERLIN = "Europe/Berlin"


def serial_by(writer: User, *, parts: int = 0, zone: str = BERLIN, weekdays: Sequence[int] = (0, 3)) -> Story:
    """One part is out, so that readers find the story; the others are drafts. Mondays and Thursdays, 18:00."""
    choose_zone(writer, zone)
    story = make_story(writer, "The Night Boat")
    make_part(story, "Part 1")
    drafts(story, parts)
    if weekdays:
        add_slots(story, weekdays=weekdays, at=time(18), by=writer)
    return story


def drafts(story: Story, count: int) -> list[Part]:
    last = story.parts.count()
    return [make_part(story, f"Part {n}", state=State.DRAFT) for n in range(last + 1, last + count + 1)]


def waiting(story: Story) -> list[Part]:
    return list(story.parts.filter(state=State.DRAFT).in_order())


def times(story: Story, zone: str = BERLIN) -> dict[str, str]:
    """What is due, as the wall says it."""
    rows = story.parts.filter(publish_at__isnull=False).order_by("publish_at")
    return {part.title: f"{wall(part.publish_at, zone):%a %d %b %H:%M}" for part in rows}


def wall(at: datetime | None, zone: str = BERLIN) -> datetime:
    assert at is not None
    return wall_of(at, zone_of(zone))
