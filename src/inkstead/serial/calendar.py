"""Dates for many parts at once: a beginning and a rule become a time on the wall for each. No tables here."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count, islice
from zoneinfo import ZoneInfo

from inkstead.lib.zones import MINUTE, moment_of, wall_of
from inkstead.serial.slots import SlotMoment, WeeklyTime, slot_moments


def every_days(start: datetime, days: int) -> Iterator[datetime]:
    return (start + timedelta(days=days * n) for n in count())


def on_weekdays(start: datetime, weekdays: Collection[int]) -> Iterator[datetime]:
    return (wall for wall in every_days(start, 1) if wall.weekday() in weekdays)


def walls_to_moments(walls: Iterator[datetime], zone: ZoneInfo) -> Iterator[SlotMoment]:
    for wall in walls:
        moment = moment_of(wall, zone)
        yield SlotMoment(moment.at, wall, moment.moved, moment.doubled)


@dataclass(frozen=True, slots=True)
class Rule:
    """Walls are naive; `zone` is where they hang."""

    start: datetime
    zone: ZoneInfo
    every: str  # "days", "weekdays" or "slots"
    days: int = 1
    weekdays: Collection[int] = ()
    slots: Sequence[WeeklyTime] = ()
    slot_zone: ZoneInfo | None = None

    def moments(self, number: int) -> list[SlotMoment]:
        """One for each of so many parts, in order; fewer when there are no slots."""
        if self.every == "slots":
            begin = moment_of(self.start, self.zone).at - MINUTE / 2
            found = slot_moments(self.slots, self.slot_zone or self.zone, after=begin)
            return list(islice(found, number))
        walls = (
            on_weekdays(self.start, self.weekdays) if self.every == "weekdays" else every_days(self.start, self.days)
        )
        return list(islice(walls_to_moments(walls, self.zone), number))

    def shown(self, moment: SlotMoment) -> datetime:
        """On the wall of whoever looks."""
        return wall_of(moment.at, self.zone)
