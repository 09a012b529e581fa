from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, takewhile

from hypothesis import given
from hypothesis import strategies as st

from inkstead.lib.zones import all_zones, wall_of, zone_of
from inkstead.serial.slots import SlotMoment, WeeklyTime, slot_moments

BERLIN = zone_of("Europe/Berlin")
MON_THU = [WeeklyTime(0, time(18)), WeeklyTime(3, time(18))]
SLOTS = st.lists(
    st.builds(WeeklyTime, st.integers(0, 6), st.builds(time, st.integers(0, 23), st.integers(0, 59))),
    min_size=1,
    max_size=8,
    unique=True,
)
BEGINNINGS = st.datetimes(datetime(1995, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))


def first(count: int, slots: list[WeeklyTime], zone: str, after: datetime) -> list[SlotMoment]:
    return list(islice(slot_moments(slots, zone_of(zone), after=after), count))


def test_eighteen_o_clock_stays_eighteen_o_clock_across_both_changes() -> None:
    for after in (datetime(2026, 3, 20, tzinfo=UTC), datetime(2026, 10, 15, tzinfo=UTC)):
        walls = [wall_of(slot.at, BERLIN) for slot in first(6, MON_THU, "Europe/Berlin", after)]
        assert {(wall.hour, wall.minute) for wall in walls} == {(18, 0)}
        assert [wall.weekday() for wall in walls] in ([0, 3] * 3, [3, 0] * 3)
    around = first(3, MON_THU, "Europe/Berlin", datetime(2026, 3, 24, tzinfo=UTC))
    assert [slot.at.hour for slot in around] == [17, 16, 16]


def test_a_slot_in_a_skipped_hour_moves_to_the_first_minute_after_it() -> None:
    slots = [WeeklyTime(6, time(2, 30))]
    before, on, after = first(3, slots, "Europe/Berlin", datetime(2026, 3, 21, tzinfo=UTC))
    assert [slot.moved for slot in (before, on, after)] == [False, True, False]
    assert wall_of(on.at, BERLIN) == datetime(2026, 3, 29, 3, 0)
    assert on.wall == datetime(2026, 3, 29, 2, 30)


def test_moved_slots_never_meet_another() -> None:
    slots = [WeeklyTime(6, time(2, 15)), WeeklyTime(6, time(2, 45)), WeeklyTime(6, time(3, 0))]
    shown = [wall_of(slot.at, BERLIN) for slot in first(3, slots, "Europe/Berlin", datetime(2026, 3, 28, tzinfo=UTC))]
    assert [wall.strftime("%H:%M") for wall in shown] == ["03:00", "03:01", "03:02"]


def test_a_doubled_hour_has_its_slot_once_and_first() -> None:
    slots = [WeeklyTime(6, time(2, 30))]
    found = first(2, slots, "Europe/Berlin", datetime(2026, 10, 24, tzinfo=UTC))
    assert [slot.at for slot in found] == [
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 11, 1, 1, 30, tzinfo=UTC),
    ]
    # Asked between the two: the second time on the clock is no slot any more.
    assert first(1, slots, "Europe/Berlin", datetime(2026, 10, 25, 0, 45, tzinfo=UTC))[0] == found[1]


def test_without_slots_there_are_no_moments() -> None:
    assert first(3, [], "UTC", datetime(2026, 1, 1, tzinfo=UTC)) == []


@given(SLOTS, st.sampled_from(all_zones()), BEGINNINGS)
def test_any_slots_in_any_zone_come_in_order_each_at_its_time(
    slots: list[WeeklyTime], zone: str, after: datetime
) -> None:
    found = first(30, slots, zone, after)
    moments = [slot.at for slot in found]
    assert moments == sorted(set(moments))
    assert moments[0] > after
    for slot in found:
        shown = wall_of(slot.at, zone_of(zone))
        assert WeeklyTime(slot.wall.weekday(), slot.wall.time()) in slots
        assert shown > slot.wall if slot.moved else shown == slot.wall


@given(SLOTS, st.sampled_from(all_zones()), BEGINNINGS)
def test_no_slot_is_skipped_or_doubled(slots: list[WeeklyTime], zone: str, after: datetime) -> None:
    """Every weekly time on every date of a year, once: counted by the calendar, which knows nothing of clocks."""
    end = after + timedelta(days=365)
    found = takewhile(lambda slot: slot.at <= end, slot_moments(slots, zone_of(zone), after=after))
    walls = [slot.wall for slot in found]
    # Not at the edges, where it depends on the zone whether a slot is already or still within.
    low, high = (at.astimezone(zone_of(zone)).date() for at in (after, end))
    inner = [wall for wall in walls if low + timedelta(days=3) <= wall.date() <= high - timedelta(days=3)]
    assert sorted(inner) == sorted(calendar(slots, low + timedelta(days=3), high - timedelta(days=3)))


def calendar(slots: list[WeeklyTime], low: date, high: date) -> list[datetime]:
    days = [low + timedelta(days=n) for n in range((high - low).days + 1)]
    return [datetime.combine(day, slot.at) for day in days for slot in slots if slot.weekday == day.weekday()]


@given(SLOTS, st.sampled_from(all_zones()), BEGINNINGS, st.integers(0, 40))
def test_where_one_begins_to_look_changes_nothing(
    slots: list[WeeklyTime], zone: str, after: datetime, days: int
) -> None:
    found = first(40, slots, zone, after)
    later = after + timedelta(days=days)
    rest = [slot for slot in found if slot.at > later]
    assert first(len(rest), slots, zone, later) == rest
