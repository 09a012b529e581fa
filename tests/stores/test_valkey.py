from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from pytest_django import Settings

from inkstead.lib import stamps
from inkstead.stores import valkey
from inkstead.stores.valkey import ask, follow_touches, publish_touch

URL = os.environ.get("INKSTEAD_TEST_VALKEY_URL", "")


@pytest.fixture(autouse=True)
def _here(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.VALKEY_URL = URL
    settings.STAMPS_PATH = tmp_path / "here"
    monkeypatch.setattr(valkey, "breaker", valkey.Breaker(rest=0.5))


@pytest.fixture
def hung() -> Iterator[str]:
    """A server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


def lamp() -> tuple[int, ...]:
    return stamps.current().stamps_of(("lamp:7",))


def eventually(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not is_so():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)


@pytest.fixture
def following() -> Iterator[threading.Event]:
    stop = threading.Event()
    before = lamp()
    thread = follow_touches(stop)
    eventually(lambda: lamp() != before)  # subscribed: everything counts as changed
    yield stop
    stop.set()
    thread.join(5)
    assert not thread.is_alive()


def test_without_valkey_nobody_is_asked(settings: Settings) -> None:
    settings.VALKEY_URL = ""
    publish_touch(["lamp:7"])
    assert ask(lambda client: client.ping(), otherwise="nobody") == "nobody"


def test_a_hung_valkey_costs_a_moment_once(settings: Settings, hung: str) -> None:
    settings.VALKEY_URL = hung
    started = time.monotonic()
    publish_touch(["lamp:7"])
    assert time.monotonic() - started < 0.3  # 0.1 s, and what a busy machine adds
    started = time.monotonic()
    for _ in range(50):
        publish_touch(["lamp:7"])
    assert time.monotonic() - started < 0.1
    assert valkey.breaker.is_open


def test_a_valkey_that_is_gone_is_asked_again_after_a_rest(settings: Settings) -> None:
    settings.VALKEY_URL = "redis://127.0.0.1:1/0"
    assert ask(lambda client: client.ping(), otherwise="nobody") == "nobody"
    assert valkey.breaker.is_open
    time.sleep(0.6)
    assert not valkey.breaker.is_open


@pytest.mark.valkey
@pytest.mark.skipif(not URL, reason="INKSTEAD_TEST_VALKEY_URL is not set")
class TestWithValkey:
    def test_what_another_machine_touches_is_touched_here(
        self, following: threading.Event, settings: Settings, tmp_path: Path
    ) -> None:
        before = lamp()
        here, settings.STAMPS_PATH = settings.STAMPS_PATH, tmp_path / "elsewhere"
        elsewhere = stamps.machine()
        settings.STAMPS_PATH = here
        assert elsewhere != stamps.machine()
        message = f'{{"machine": "{elsewhere}", "names": ["lamp:7"]}}'
        redis.Redis.from_url(URL).publish(valkey.CHANNEL, message)
        eventually(lambda: lamp() != before)

    def test_our_own_news_is_not_news(self, following: threading.Event) -> None:
        before = lamp()
        publish_touch(["lamp:7"])
        time.sleep(0.2)
        assert lamp() == before

    def test_a_lost_connection_makes_everything_new(self, following: threading.Event) -> None:
        before = lamp()
        redis.Redis.from_url(URL).client_kill_filter(_type="pubsub")
        eventually(lambda: lamp() != before)

    def test_nonsense_on_the_channel_does_not_end_the_listening(self, following: threading.Event) -> None:
        before = lamp()
        redis.Redis.from_url(URL).publish(valkey.CHANNEL, "nonsense")
        eventually(lambda: lamp() != before)  # it subscribed again, and everything counts as changed
