from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkstead.lib.refusals import Refused
from inkstead.lib.zones import all_zones, moment_of, tidy_zone, wall_of, zone_of, zone_word

BERLIN = zone_of("Europe/Berlin")
WALLS = st.datetimes(datetime(1990, 1, 1), datetime(2050, 1, 1)).map(lambda at: at.replace(second=0, microsecond=0))


def test_summer_and_winter_keep_the_time_on_the_wall() -> None:
    assert moment_of(datetime(2026, 7, 6, 18), BERLIN).at == datetime(2026, 7, 6, 16, tzinfo=UTC)
    assert moment_of(datetime(2026, 12, 7, 18), BERLIN).at == datetime(2026, 12, 7, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "wall", "begins_again"),
    [
        ("Europe/Berlin", datetime(2026, 3, 29, 2, 30), datetime(2026, 3, 29, 3, 0)),
        ("Australia/Lord_Howe", datetime(2026, 10, 4, 2, 15), datetime(2026, 10, 4, 2, 30)),  # half an hour only
        ("Pacific/Apia", datetime(2011, 12, 30, 18, 0), datetime(2011, 12, 31, 0, 0)),  # a whole day
        ("America/Santiago", datetime(2026, 9, 6, 0, 10), datetime(2026, 9, 6, 1, 0)),  # at midnight
        ("Africa/Monrovia", datetime(1972, 1, 7, 0, 30), datetime(1972, 1, 7, 0, 45)),  # offsets with seconds
    ],
)
def test_a_skipped_time_is_the_first_whole_minute_after_the_gap(
    zone: str, wall: datetime, begins_again: datetime
) -> None:
    moment = moment_of(wall, zone_of(zone))
    assert (moment.moved, wall_of(moment.at, zone_of(zone))) == (True, begins_again)
    assert wall_of(moment.at - timedelta(minutes=1), zone_of(zone)) < wall


def test_a_doubled_time_is_the_first_of_the_two() -> None:
    moment = moment_of(datetime(2026, 10, 25, 2, 30), BERLIN)
    assert (moment.at, moment.doubled) == (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), True)


@given(WALLS, st.sampled_from(all_zones()))
def test_every_time_in_every_zone_is_a_moment_that_shows_it(wall: datetime, name: str) -> None:
    zone = zone_of(name)
    moment = moment_of(wall, zone)
    shown = wall_of(moment.at, zone)
    assert shown > wall if moment.moved else shown == wall
    # The first of two, and never more than the gap away.
    assert moment.moved or wall_of(moment.at - timedelta(minutes=1), zone) != wall


def test_only_known_zones_are_taken() -> None:
    assert (tidy_zone("Asia/Kolkata"), tidy_zone("Etc/UTC")) == ("Asia/Kolkata", "UTC")
    for wrong in ("Mars/Base", "../etc/passwd", "", None, "europe/berlin"):
        with pytest.raises(Refused, match="not a time zone"):
            tidy_zone(wrong)


def test_a_zone_that_left_the_tables_is_taken_for_utc() -> None:
    assert str(zone_of("Gone/Away")) == "UTC"
    assert (zone_word("Europe/Berlin"), zone_word("America/Sao_Paulo"), zone_word("")) == (
        "Berlin time",
        "Sao Paulo time",
        "UTC",
    )
