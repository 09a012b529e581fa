from __future__ import annotations

import pytest
from django.db import transaction

from inkstead.background.models import Job
from inkstead.background.worker import run_waiting_jobs
from inkstead.events import LATER, Fact, announce, on, touch_after_commit
from inkstead.events.models import FactRow
from inkstead.lib import stamps
from tests.events.sample_facts import LampLit, NightFell

pytestmark = pytest.mark.django_db

LAMP = ("lamp:7", "story:1")


def announce_lamp(lamp_id: int = 7, story_id: int = 1) -> LampLit:
    fact = LampLit(lamp_id=lamp_id, story_id=story_id)
    with transaction.atomic():
        announce(fact)
    return fact


@pytest.mark.django_db(transaction=True)
def test_a_fact_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        announce(NightFell(hour=22))


def test_a_fact_is_a_row() -> None:
    announce_lamp()
    row = FactRow.objects.get()
    assert (row.name, row.story_id) == ("LampLit", 1)
    assert row.fact() == LampLit(lamp_id=7, story_id=1, colour="white")


def test_handlers_hear_the_fact_after_commit() -> None:
    heard: list[Fact] = []

    @on(LampLit, NightFell)
    def write_down(fact: Fact) -> None:
        heard.append(fact)

    with transaction.atomic():
        announce(NightFell(hour=22))
        assert heard == []
    fact = announce_lamp()
    run_waiting_jobs()
    assert heard == [NightFell(hour=22), fact]


def test_what_is_rolled_back_was_never_said() -> None:
    @on(LampLit)
    def write_down(fact: LampLit) -> None: ...

    before = stamps.current().stamps_of(LAMP)
    with transaction.atomic():
        announce(LampLit(lamp_id=7, story_id=1))
        transaction.set_rollback(True)
    assert not FactRow.objects.exists()
    assert not Job.objects.exists()
    assert stamps.current().unchanged(LAMP, before)


def test_pages_are_stale_when_the_transaction_returns_and_not_before() -> None:
    before = stamps.current().stamps_of(LAMP)
    with transaction.atomic():
        announce(LampLit(lamp_id=7, story_id=1))
        assert stamps.current().unchanged(LAMP, before)
    after = stamps.current().stamps_of(LAMP)
    assert all(old != new for old, new in zip(before, after, strict=True))


def test_facts_of_a_story_reach_a_handler_in_order_even_when_one_fails() -> None:
    heard: list[int] = []

    @on(LampLit)
    def stumble_once(fact: LampLit) -> None:
        if fact.lamp_id == 1 and not heard:
            heard.append(0)
            raise ValueError("no luck")
        heard.append(fact.lamp_id)

    for lamp_id in (1, 2, 3):
        announce_lamp(lamp_id)
    announce_lamp(9, story_id=2)
    run_waiting_jobs()
    assert heard == [0, 9]  # the other story goes on, this one waits
    Job.objects.update(run_after="2026-01-01T00:00:00Z")
    run_waiting_jobs()
    assert heard == [0, 9, 1, 2, 3]


def test_one_handler_s_trouble_is_not_another_s() -> None:
    heard: list[int] = []

    @on(LampLit, max_attempts=1)
    def fail(fact: LampLit) -> None:
        raise ValueError("no luck")

    @on(LampLit)
    def write_down(fact: LampLit) -> None:
        heard.append(fact.lamp_id)

    announce_lamp(1)
    announce_lamp(2)
    run_waiting_jobs()
    assert heard == [1, 2]
    assert sorted(Job.objects.values_list("lane", "state")) == [
        ("tests.events.test_announcing.fail/story:1", "failed"),
        ("tests.events.test_announcing.fail/story:1", "failed"),
        ("tests.events.test_announcing.write_down/story:1", "done"),
        ("tests.events.test_announcing.write_down/story:1", "done"),
    ]


def test_what_readers_wait_for_overtakes_what_they_do_not() -> None:
    heard: list[str] = []

    @on(LampLit, priority=LATER)
    def draw(fact: LampLit) -> None:
        heard.append(f"draw {fact.lamp_id}")

    @on(LampLit)
    def tell(fact: LampLit) -> None:
        heard.append(f"tell {fact.lamp_id}")

    announce_lamp(1)
    announce_lamp(2)
    run_waiting_jobs()
    assert heard == ["tell 1", "tell 2", "draw 1", "draw 2"]


def test_facts_without_a_story_have_a_lane_per_handler() -> None:
    @on(NightFell)
    def write_down(fact: NightFell) -> None: ...

    with transaction.atomic():
        announce(NightFell(hour=22))
    assert Job.objects.get().lane == "tests.events.test_announcing.write_down"


def test_a_change_that_is_no_fact_touches_too() -> None:
    before = stamps.current().stamps_of(("reads:part:1",))
    with transaction.atomic():
        touch_after_commit(["reads:part:1"])
        assert stamps.current().unchanged(("reads:part:1",), before)
    assert not stamps.current().unchanged(("reads:part:1",), before)
