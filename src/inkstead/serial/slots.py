"""A story's weekly times as moments: 18:00 stays 18:00 on the wall, whatever the clocks do. No tables here.

A time that clocks skip on a day is moved to the first minute after the gap that no other slot has; a time that they
show twice means the first. So each slot of each week is one moment, and no two are the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from inkstead.lib.zones import MINUTE, moment_of

STRETCH = timedelta(days=28)  # worked out at a time
MARGIN = 3  # days around it: a gap may be a whole day long


@dataclass(frozen=True, slots=True)
class WeeklyTime:
    weekday: int  # Monday is 0
    at: time


@dataclass(frozen=True, slots=True)
class SlotMoment:
    at: datetime  # UTC
    wall: datetime  # naive: what the slot says
    moved: bool = False  # clocks skip `wall` on that day, so it is a little later
    doubled: bool = False  # clocks show it twice, and this is the first


def slot_moments(slots: Sequence[WeeklyTime], zone: ZoneInfo, *, after: datetime) -> Iterator[SlotMoment]:
    """Every moment of these slots after another one, in order, without end. Nothing without slots."""
    begin = after.astimezone(UTC)
    while slots:
        end = begin + STRETCH
        for moment in _around(slots, zone, begin.date(), end.date()):
            if begin < moment.at <= end:
                yield moment
        begin = end


def _around(slots: Sequence[WeeklyTime], zone: ZoneInfo, first: date, last: date) -> list[SlotMoment]:
    """In order. Some more on both ends, so that wherever a stretch begins, moved ones come to lie the same."""
    days = (first + timedelta(days=n) for n in range(-MARGIN, (last - first).days + MARGIN + 1))
    walls = [datetime.combine(day, slot.at) for day in days for slot in set(slots) if slot.weekday == day.weekday()]
    found = [(wall, moment_of(wall, zone)) for wall in sorted(walls)]
    taken = {moment.at for _, moment in found if not moment.moved}
    moments = []
    for wall, moment in found:
        at = moment.at
        if moment.moved:
            while at in taken:
                at += MINUTE
            taken.add(at)
        moments.append(SlotMoment(at, wall, moment.moved, moment.doubled))
    return sorted(moments, key=lambda moment: moment.at)
