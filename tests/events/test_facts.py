from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass

import pytest

from inkstead.events import Fact
from inkstead.events.facts import facts
from inkstead.events.models import FactRow
from tests.events.sample_facts import LampLit, NightFell


def test_a_fact_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        NightFell(hour=22).hour = 23  # type: ignore[misc]


def test_a_fact_of_an_older_version_is_understood() -> None:
    payload = {"lamp_id": 7, "story_id": 1, "wick": "short"}
    assert LampLit.from_payload(payload) == LampLit(lamp_id=7, story_id=1, colour="white")


def test_a_fact_of_another_version_is_nothing() -> None:
    assert FactRow(name="NobodyKnows", payload={}).fact() is None


def test_two_facts_cannot_share_a_name() -> None:
    with pytest.raises(TypeError, match="There is a fact LampLit already"):
        type("LampLit", (Fact,), {})
    assert facts["LampLit"] is LampLit


def test_a_fact_may_have_slots() -> None:
    @dataclass(frozen=True, slots=True)
    class DayBroke(Fact):
        hour: int

    try:
        assert facts["DayBroke"] is DayBroke
    finally:
        del facts["DayBroke"]
