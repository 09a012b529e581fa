"""Time zones: from what clocks on a wall show to moments, and back. Whatever the clocks do, a moment is found."""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from inkstead.lib.refusals import Refused

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """What a wall clock's time means. `at` is in UTC."""

    at: datetime
    moved: bool = False  # clocks skip this time: `at` is the first whole minute after the gap
    doubled: bool = False  # clocks show this time twice: `at` is the first of the two


@cache
def all_zones() -> tuple[str, ...]:
    """Names that people know ("Europe/Berlin"), in order; without the old and the administrative ones."""
    areas = ("Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/")
    known = zoneinfo.available_timezones()
    return ("UTC", *sorted(name for name in known if name.startswith((*areas, "Pacific/"))))


def tidy_zone(name: object) -> str:
    """A zone that is known here, or a sentence."""
    if isinstance(name, str) and name in all_zones():
        return name
    if isinstance(name, str) and name in ("Etc/UTC", "GMT", "Etc/GMT"):
        return "UTC"
    shown = str(name)[:40]
    message = f"“{shown}” is not a time zone that is known here; one looks like Europe/Berlin."
    raise Refused(message, code="invalid", fields={"zone": message})


@cache
def zone_of(name: str) -> ZoneInfo:
    """A name that left the tables since it was kept is taken for UTC: nothing may fail over it."""
    try:
        return ZoneInfo(name or "UTC")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def zone_word(name: str) -> str:
    """ "Berlin time" for Europe/Berlin."""
    return "UTC" if name in ("", "UTC") else name.rpartition("/")[2].replace("_", " ") + " time"


def moment_of(wall: datetime, zone: ZoneInfo) -> Moment:
    """The moment at which clocks in `zone` show `wall`, a naive time."""
    first, second = (_in_utc(wall, zone, fold) for fold in (0, 1))
    if _shows(first, zone) == wall:
        return Moment(first, doubled=first != second and _shows(second, zone) == wall)
    if _shows(second, zone) == wall:
        return Moment(second)
    return Moment(_after_gap(min(first, second), max(first, second), zone), moved=True)


def wall_of(at: datetime, zone: ZoneInfo) -> datetime:
    """What clocks in `zone` show at a moment: naive."""
    return _shows(at, zone)


def _in_utc(wall: datetime, zone: ZoneInfo, fold: int) -> datetime:
    return wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)


def _shows(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def _after_gap(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The first whole minute after clocks jumped, somewhere between two moments that lie on either side of it."""
    before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    at = high.replace(microsecond=0)
    shown = _shows(at, zone)  # zones with seconds in their offset: a minute of their clocks, not of UTC
    rest = timedelta(seconds=shown.second)
    return at + (MINUTE - rest if rest else timedelta())
