"""What somebody wants to be told of, by which way and when. Pure: rows in, answers out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from inkstead.lib.zones import moment_of, wall_of, zone_of
from inkstead.notifications.kinds import KINDS
from inkstead.notifications.models import NoticeChoices, Rhythm

DEFAULTS = NoticeChoices()


def wants(choices: NoticeChoices, kind: str, channel: str) -> bool:
    said = choices.switches.get(kind, {}).get(channel)
    return KINDS[kind].by_default(channel) if said is None else bool(said)


def mail_due(choices: NoticeChoices, zone: str, now: datetime) -> datetime | None:
    """When a letter about something that happened now goes out; None: never."""
    if choices.rhythm == Rhythm.NEVER:
        return None
    if choices.rhythm == Rhythm.AT_ONCE:
        return after_quiet(choices, zone, now)
    return next_slot(choices, zone, now)


def next_slot(choices: NoticeChoices, zone: str, now: datetime) -> datetime:
    """The next time that the person's clock shows their hour, on their day if they want a letter once a week."""
    place = zone_of(zone)
    today = wall_of(now, place)
    for days in range(9):
        wall = datetime.combine((today + timedelta(days=days)).date(), time(choices.hour))
        if choices.rhythm == Rhythm.WEEKLY and wall.weekday() != choices.weekday:
            continue
        at = moment_of(wall, place).at
        if at > now:
            return at
    raise AssertionError("every hour comes once a week")


def after_quiet(choices: NoticeChoices, zone: str, now: datetime) -> datetime:
    """Now, or the end of the quiet hours that it lies in. They may go past midnight."""
    start, end = choices.quiet_from, choices.quiet_to
    if start is None or end is None or start == end:
        return now
    place = zone_of(zone)
    wall = wall_of(now, place)
    hour = wall.time()
    quiet = start <= hour < end if start < end else hour >= start or hour < end
    if not quiet:
        return now
    last = wall.date() if hour < end else (wall + timedelta(days=1)).date()
    return moment_of(datetime.combine(last, end), place).at


@dataclass(frozen=True, slots=True)
class Switch:
    """A line of the page of choices."""

    kind: str
    label: str
    site: bool
    mail: bool
    push: bool


def switches(choices: NoticeChoices) -> list[Switch]:
    return [
        Switch(name, kind.label, *(wants(choices, name, channel) for channel in ("site", "mail", "push")))
        for name, kind in KINDS.items()
    ]
