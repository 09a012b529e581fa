"""Who is behind a cookie, remembered for a minute and forgotten at once."""

from __future__ import annotations

import pytest

from inkstead.accounts.models import User
from inkstead.lib import stamps
from inkstead.web.holes import Visitor
from inkstead.web.visitors import LIFETIME, Visitors, session_name, visitors
from tests.through_front import FrontClient
from tests.world import World


def visitor(number: int = 1, key: str = "s" * 32) -> Visitor:
    return Visitor(number, key, "c", "t", "Ben", "/by/ben/", frozenset())


def test_a_visitor_is_known_by_the_session_alone() -> None:
    known = Visitors()
    known.remember(visitor(), stamps.current().snapshot())
    assert known.find("s" * 32) == visitor()
    assert known.find("t" * 32) is known.find("") is None


@pytest.mark.parametrize("name", ["user:1", session_name("s" * 32)])
def test_a_change_of_person_or_session_forgets_at_once(name: str) -> None:
    known = Visitors()
    known.remember(visitor(), stamps.current().snapshot())
    stamps.current().touch([name])
    assert known.find("s" * 32) is None


def test_a_change_while_the_person_was_read_is_not_missed() -> None:
    known, before = Visitors(), stamps.current().snapshot()
    stamps.current().touch(["user:1"])
    known.remember(visitor(), before)
    assert known.find("s" * 32) is None


def test_nobody_is_known_for_longer_than_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    known = Visitors()
    known.remember(visitor(), stamps.current().snapshot())
    now = __import__("time").monotonic()
    monkeypatch.setattr("inkstead.web.visitors.time.monotonic", lambda: now + LIFETIME + 1)
    assert known.find("s" * 32) is None


def test_the_number_of_known_visitors_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inkstead.web.visitors.LIMIT", 10)
    known, before = Visitors(), stamps.current().snapshot()
    for number in range(50):
        known.remember(visitor(number, f"key{number:029}"), before)
    assert len(known._known) == 10
    assert known.find(f"key{49:029}") is not None


def test_a_deactivated_person_is_a_stranger_when_their_account_changes(world: World, front: FrontClient) -> None:
    path = world.part.get_absolute_url()
    assert "Ben" in front.get(path, by=world.ben).text
    User.objects.filter(pk=world.ben.pk).update(is_active=False)
    stamps.current().touch([f"user:{world.ben.pk}"])
    assert front.get(path, by=world.ben).body == front.get(path).body


def test_only_the_session_cookie_names_a_visitor(world: World, front: FrontClient) -> None:
    path = world.part.get_absolute_url()
    cookies = front.cookies_of(world.ben)
    front.get(path, Cookie=cookies)
    front.get(path, Cookie=cookies)
    assert len(visitors._known) == 1
    session = cookies.split(";")[0].partition("=")[2]
    for forged in (f"other={session}", f"x_inkstead_sessio={session}", f"inkstead_session2={session}"):
        assert front.get(path, Cookie=forged).body == front.get(path).body
