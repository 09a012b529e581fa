from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from inkstead.api.schemas.base import Answer, Author, Given, Text
from inkstead.api.schemas.stories import Flag
from inkstead.departures.actions import is_away
from inkstead.departures.choosing import Choice
from inkstead.departures.models import Heir


class HeirGiven(Given):
    name: Text
    months: Literal[6, 12, 24, 36] = Field(12, description="How long you must have been away.")
    all_names: Flag = Field(
        default=False, description="Stories under your other names too: everybody then sees whose those names were."
    )


class HeirShown(Answer):
    name: Author
    months: int
    all_names: bool
    accepted: bool
    claimed_at: datetime | None

    @classmethod
    def of(cls, heir: Heir) -> HeirShown:
        return cls(
            name=_author(heir.pen_name),
            months=heir.months,
            all_names=heir.all_names,
            accepted=heir.accepted_at is not None,
            claimed_at=heir.claimed_at,
        )


class NamedBy(Answer):
    """Somebody who named you."""

    id: int
    by: Author | None = Field(description="The name under which they asked.")
    name: Author = Field(description="Your name that they asked.")
    months: int
    accepted: bool
    away: bool = Field(description="They have not been here for that long: you can ask for their stories.")
    claimed_at: datetime | None

    @classmethod
    def of(cls, heir: Heir) -> NamedBy:
        return cls(
            id=heir.known_as,
            by=_author(heir.asked_as) if heir.asked_as else None,
            name=_author(heir.pen_name),
            months=heir.months,
            accepted=heir.accepted_at is not None,
            away=heir.accepted_at is not None and is_away(heir),
            claimed_at=heir.claimed_at,
        )


class Heirs(Answer):
    heir: HeirShown | None
    named_by: list[NamedBy]


class WayShown(Answer):
    value: str
    label: str


class ChoiceShown(Answer):
    story: int
    title: str
    ways: list[WayShown] = Field(description="The first is what happens when nothing is said.")

    @classmethod
    def of(cls, choice: Choice) -> ChoiceShown:
        ways = [WayShown(value=way.value, label=way.label) for way in choice.ways]
        return cls(story=choice.story.pk, title=choice.story.title, ways=ways)


class Leaving(Answer):
    days: int = Field(description="In which you can stay after all.")
    stories: list[ChoiceShown]


class LeaveGiven(Given):
    password: Text = Field(description="Yours; without one, the address of your account.")
    stories: dict[str, Text] = Field(default={}, max_length=10_000, description="From the id of a story to a way.")
    keeps_comments: Flag = Field(default=True, description="As those of “a reader”; else they go too.")


class Departing(Answer):
    due_at: datetime


def _author(name: object) -> Author:
    return Author(name=str(name), url=name.get_absolute_url())  # type: ignore[attr-defined]
