from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from inkstead.notifications.kinds import CHANNELS, KINDS
from inkstead.notifications.models import NoticeChoices, Rhythm
from inkstead.notifications.wishes import after_quiet, mail_due, switches, wants


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "now", "due"),
    [
        ("", "2026-03-10T17:59", "2026-03-10T18:00"),
        ("", "2026-03-10T18:00", "2026-03-11T18:00"),
        ("Europe/Berlin", "2026-03-10T12:00", "2026-03-10T17:00"),
        ("Europe/Berlin", "2026-07-10T12:00", "2026-07-10T16:00"),
        ("Asia/Kathmandu", "2026-03-10T12:00", "2026-03-10T12:15"),
        ("America/Los_Angeles", "2026-03-10T02:00", "2026-03-11T01:00"),
    ],
)
def test_a_daily_letter_comes_at_the_readers_own_hour(zone: str, now: str, due: str) -> None:
    assert mail_due(NoticeChoices(), zone, utc(now)) == utc(due)


def test_an_hour_that_clocks_skip_is_the_one_after() -> None:
    at = mail_due(NoticeChoices(hour=2), "Europe/Berlin", utc("2026-03-28T20:00"))
    assert at == utc("2026-03-29T01:00")


def test_a_weekly_letter_comes_on_its_day() -> None:
    choices = NoticeChoices(rhythm=Rhythm.WEEKLY, weekday=6, hour=9)
    assert mail_due(choices, "", utc("2026-03-10T12:00")) == utc("2026-03-15T09:00")  # a Sunday
    assert mail_due(choices, "", utc("2026-03-15T09:00")) == utc("2026-03-22T09:00")


def test_no_mail_is_no_mail() -> None:
    assert mail_due(NoticeChoices(rhythm=Rhythm.NEVER), "", utc("2026-03-10T12:00")) is None


@pytest.mark.parametrize(
    ("start", "end", "now", "due"),
    [
        (22, 7, "2026-03-10T23:30", "2026-03-11T07:00"),
        (22, 7, "2026-03-10T06:59", "2026-03-10T07:00"),
        (22, 7, "2026-03-10T07:00", "2026-03-10T07:00"),
        (22, 7, "2026-03-10T12:00", "2026-03-10T12:00"),
        (13, 15, "2026-03-10T14:00", "2026-03-10T15:00"),
        (13, 15, "2026-03-10T15:00", "2026-03-10T15:00"),
        (8, 8, "2026-03-10T08:00", "2026-03-10T08:00"),
    ],
)
def test_quiet_hours_end(start: int, end: int, now: str, due: str) -> None:
    choices = NoticeChoices(rhythm=Rhythm.AT_ONCE, quiet_from=time(start), quiet_to=time(end))
    assert after_quiet(choices, "", utc(now)) == utc(due)
    assert mail_due(choices, "", utc(now)) == utc(due)


def test_a_switch_that_was_touched_counts_and_others_keep_their_default() -> None:
    choices = NoticeChoices(switches={"part": {"mail": False}, "vote": {"push": True}})
    assert (wants(choices, "part", "mail"), wants(choices, "part", "push"), wants(choices, "vote", "push")) == (
        False,
        True,
        True,
    )
    told = {(row.kind, channel): getattr(row, channel) for row in switches(choices) for channel in CHANNELS}
    differing = {key for key, on in told.items() if on != KINDS[key[0]].by_default(key[1])}
    assert differing == {("part", "mail"), ("vote", "push")}
