"""Stretches of days, and the shapes drawn of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkstead.readership.drawing import BARS, Told, bars, curve, line, spark, together
from inkstead.readership.spans import SPANS, every_day, span_of, stretches, unit_of

LAST = date(2026, 3, 29)


@given(st.integers(0, 4000))
def test_stretches_cover_every_day_once(days: int) -> None:
    first = LAST - timedelta(days=days)
    found = stretches(first, LAST)
    assert [day for one in found for day in every_day(one.first, one.last)] == list(every_day(first, LAST))
    assert len(found) <= 140


@pytest.mark.parametrize(("days", "unit"), [(1, "day"), (92, "day"), (93, "week"), (560, "week"), (561, "month")])
def test_long_times_are_drawn_by_week_or_month(days: int, unit: str) -> None:
    assert unit_of(stretches(LAST - timedelta(days=days - 1), LAST)) == unit


def test_a_young_story_is_drawn_as_long_as_it_lives_but_a_week() -> None:
    week, usual = span_of("7"), span_of("28")
    assert week.first_day(LAST, LAST) == LAST - timedelta(days=6) == usual.first_day(LAST, LAST)
    assert usual.first_day(LAST, date(2020, 1, 1)) == LAST - timedelta(days=27)
    assert SPANS[3].first_day(LAST, date(2020, 1, 1)) == date(2020, 1, 1)


def test_the_tallest_bar_fills_the_box_and_nothing_is_drawn_of_nothing() -> None:
    picture = bars([Told("", 0), Told("", 5, 2), Told("", 1000, 1000)], "", "")
    assert [(bar.top, bar.height, bar.inner_height) for bar in picture.bars] == [
        ("100", "0", "0"),
        ("99.2", "0.8", "0.8"),
        ("0", "100", "100"),
    ]
    assert bars([], "", "").most == 0
    assert bars([Told("", 0)], "", "").most == 0


def test_lines_of_nothing_and_of_one() -> None:
    assert line([], "", "").path == ""
    assert line([3], "", "").path == "M0 50V50H1000"
    assert curve([]) == ("", "")
    assert curve([(0.0, 1.0), (0.5, 0.25)])[0] == "M0 0H500V75H1000"
    assert (spark([0] * 28), spark([])) == ("", "")


def test_no_peak_is_lost_when_bars_are_drawn_together() -> None:
    told = [Told(str(n), n % 97) for n in range(1000)]
    drawn = together(told)
    assert len(drawn) == BARS
    assert max(one.whole for one in drawn) == 96
