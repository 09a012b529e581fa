"""Several machines on one PostgreSQL."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from pytest_django import Settings

from inkstead.events import following
from inkstead.events.following import Follower, follow_facts
from inkstead.events.models import FactRow
from inkstead.lib import stamps

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

LAMP = ("lamp:7", "story:1")


@pytest.fixture(autouse=True)
def _here(db: None, settings: Settings, tmp_path: Path) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one machine")
    settings.STAMPS_PATH = tmp_path / "stamps"


def announced_elsewhere(lamp_id: int = 7, machine: str = "elsewhere") -> FactRow:
    payload = {"lamp_id": lamp_id, "story_id": 1}
    return FactRow.objects.create(name="LampLit", payload=payload, story_id=1, machine=machine)


def lamp() -> tuple[int, ...]:
    return stamps.current().stamps_of(LAMP)


def eventually(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)


def test_facts_of_other_machines_are_touched_once() -> None:
    announced_elsewhere()
    follower = Follower()
    before = lamp()
    assert follower.look() == 0
    assert lamp() == before
    announced_elsewhere()
    assert follower.look() == 1
    assert lamp() != before
    before = lamp()
    assert follower.look() == 0
    assert lamp() == before


def test_starting_to_follow_touches_everything() -> None:
    before = lamp()
    Follower()
    assert lamp() != before


def test_this_machine_has_told_itself_already() -> None:
    follower = Follower()
    before = lamp()
    announced_elsewhere(machine=stamps.machine())
    assert follower.look() == 1
    assert lamp() == before


def test_a_fact_that_appears_after_a_later_one_is_not_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "SETTLED_AFTER", 0.0)
    follower = Follower()
    written, commit = threading.Event(), threading.Event()

    def slow_machine() -> None:
        with transaction.atomic():
            announced_elsewhere(lamp_id=7)
            written.set()
            commit.wait(10)
        connections.close_all()

    thread = threading.Thread(target=slow_machine)
    thread.start()
    written.wait(10)
    announced_elsewhere(lamp_id=8)  # a higher id, and there first
    for _ in range(5):
        follower.look()
    before = lamp()
    commit.set()
    thread.join()
    assert follower.look() == 1
    assert lamp() != before


def test_what_is_settled_is_not_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "SETTLED_AFTER", 0.0)
    follower = Follower()
    for lamp_id in range(20):
        announced_elsewhere(lamp_id)
    follower.look()
    _, next_transaction = following._transactions()
    # Another test may hold a transaction open on the same server, in a database of its own, for as long as it runs.
    while following._transactions()[0] < next_transaction:
        time.sleep(0.01)
    follower.look()
    assert not follower._seen
    assert not follower._unsettled().exists()


def test_a_fact_that_comes_while_the_follower_starts_is_not_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    look = Follower._unsettled
    monkeypatch.setattr(Follower, "_unsettled", lambda self: order.append("looked") or look(self))
    monkeypatch.setattr(stamps.Stamps, "touch_all", lambda self: order.append("touched"))
    Follower()
    assert order == ["looked", "touched"]  # the other way round, what came between would count as seen


def test_the_thread_follows_and_stops() -> None:
    stop = threading.Event()
    before = lamp()
    thread = follow_facts(stop)
    try:
        eventually(lambda: lamp() != before)  # it has started
        before = lamp()
        announced_elsewhere()
        eventually(lambda: lamp() != before)
    finally:
        stop.set()
        thread.join(10)
    assert not thread.is_alive()
