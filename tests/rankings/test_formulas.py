"""The formulas against sums done by hand."""

from __future__ import annotations

from datetime import date

import pytest

from inkstead.rankings.formulas import Tally, best_kept, best_loved, is_newcomer, mean_voices, most_read, rising, scores

TODAY = date(2026, 5, 20)


def test_rising_is_growth_in_units_of_its_spread() -> None:
    # (30 - 6) / sqrt(30 + 6 + 10) = 24 / 6.782329983
    assert rising(30, 6) == pytest.approx(3.538607, abs=1e-6)
    # A large story that grows by the same number rises less: 24 / sqrt(1000 + 976 + 10) = 24 / 44.564559
    assert rising(1000, 976) == pytest.approx(0.538545, abs=1e-6)


@pytest.mark.parametrize(("now", "before"), [(0, 0), (2, 0), (5, 5), (4, 9)])
def test_nothing_rises_without_growth_or_readers(now: int, before: int) -> None:
    assert rising(now, before) is None


def test_one_vote_neither_makes_nor_sinks_a_story() -> None:
    mean = 0.1
    # (1 + 5) / (1 + 50), (40 + 5) / (100 + 50), (1 + 5) / (100 + 50)
    assert best_loved(1, 1, mean) == pytest.approx(0.117647, abs=1e-6)
    assert best_loved(40, 100, mean) == pytest.approx(0.3)
    assert best_loved(1, 100, mean) == pytest.approx(0.04)
    assert best_loved(0, 100, mean) is None
    assert best_loved(3, 1, mean) == best_loved(1, 1, mean)  # more voices than readers count as many


def test_seven_of_ten_say_less_than_seventy_of_a_hundred() -> None:
    # Wilson's interval: the lower ends are 0.3968 and 0.6042 in every table of it.
    assert best_kept(7, 10) == pytest.approx(0.39677, abs=1e-4)
    assert best_kept(70, 100) == pytest.approx(0.60415, abs=1e-4)
    assert best_kept(4, 4) is None  # fewer than five people: it would tell on each
    assert best_kept(0, 50) is None


def test_a_story_is_among_the_newcomers_or_among_the_rising() -> None:
    tally = Tally(1, readers={"week": 9}, before={"week": 1}, first_on=date(2026, 4, 21))
    assert is_newcomer(tally.first_on, TODAY)
    # 9 / sqrt(9 + 10)
    assert scores(tally, {}, TODAY) == {"newcomers_week": 2.064741605, "read_week": 9.0}
    older = Tally(1, readers={"week": 9}, before={"week": 1}, first_on=date(2026, 4, 20))
    # 8 / sqrt(9 + 1 + 10)
    assert scores(older, {}, TODAY) == {"rising_week": 1.788854382, "read_week": 9.0}


def test_the_mean_is_no_more_than_one_voice_for_each_reader() -> None:
    assert mean_voices(5, 20) == 0.25
    assert mean_voices(5, 2) == 1.0
    assert mean_voices(0, 0) == 0.0
    assert most_read(0) is None
