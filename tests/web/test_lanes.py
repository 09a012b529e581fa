"""Kept pages are answered where they arrive; nothing slow stands in front of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from inkstead.web import lanes
from inkstead.web.lanes import Lanes
from tests.through_front import FrontClient, environ_of
from tests.world import World


class Proto:
    """As the server's protocol object: answered once, from any thread."""

    def __init__(self) -> None:
        self.answer: tuple[int, list[tuple[str, str]], bytes] | None = None
        self.thread = ""
        self.done = threading.Event()

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        assert self.answer is None, "answered twice"
        self.answer, self.thread = (status, headers, body), threading.current_thread().name
        self.done.set()


def ask(given: Lanes, path: str) -> Proto:
    proto = Proto()
    given(proto, {"PATH_INFO": path})
    return proto


def at_once(scope: dict[str, Any]) -> Any:
    return (200, [], b"kept") if scope["PATH_INFO"] == "/kept/" else None


def status(proto: Proto) -> int:
    assert proto.done.wait(10)
    assert proto.answer
    return proto.answer[0]


def slow_until(gate: threading.Event) -> Callable[[Any, Any], None]:
    def slow(proto: Proto, scope: Any) -> None:
        gate.wait(10)
        if scope["PATH_INFO"] == "/broken/":
            raise RuntimeError("the client went away")
        proto.response_bytes(200, [], b"slow")

    return slow


def test_a_kept_page_passes_all_slow_requests() -> None:
    gate = threading.Event()
    given = Lanes(at_once, slow_until(gate), threads=2)
    waiting = [ask(given, "/slow/") for _ in range(20)]
    kept = ask(given, "/kept/")
    assert kept.answer == (200, [], b"kept")
    assert kept.thread == threading.current_thread().name
    assert not any(proto.done.is_set() for proto in waiting)
    gate.set()
    assert [status(proto) for proto in waiting] == [200] * 20
    assert {proto.thread for proto in waiting} <= {"web-0", "web-1"}


def test_what_cannot_be_served_is_told_so_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "WAITING_LIMIT", 3)
    gate = threading.Event()
    given = Lanes(at_once, slow_until(gate), threads=1)
    first = ask(given, "/slow/")
    end = time.monotonic() + 5
    while given._waiting.qsize() and time.monotonic() < end:
        time.sleep(0.001)
    waiting = [ask(given, "/slow/") for _ in range(3)]
    shed = ask(given, "/slow/")
    assert shed.answer is not None
    assert shed.answer[0] == 503
    assert ("Retry-After", "3") in shed.answer[1]
    assert ask(given, "/kept/").answer == (200, [], b"kept")
    gate.set()
    assert [status(proto) for proto in (first, *waiting)] == [200] * 4


def test_a_request_that_fails_does_not_take_its_thread_with_it() -> None:
    gate = threading.Event()
    gate.set()
    given = Lanes(at_once, slow_until(gate), threads=1)
    assert [status(ask(given, path)) for path in ("/broken/", "/slow/", "/broken/", "/slow/")] == [500, 200, 500, 200]


def test_only_what_needs_no_waiting_is_answered_at_once(world: World, front: FrontClient) -> None:
    path = world.part.get_absolute_url()
    ready = lambda method="GET", asked=path, **headers: front.application.at_once(  # noqa: E731
        environ_of(method, asked, b"", headers)
    )
    assert ready() is None, "nothing is kept yet"
    front.get(path)
    front.get(path, Accept_Encoding="gzip")
    assert ready()[0] == 200
    assert ready("HEAD")[2] == b""
    assert ready(If_None_Match="*")[0] == 304
    assert ready(Accept_Encoding="gzip")[0] == 200
    assert ready(Accept_Encoding="br") is None, "compressing takes its time"
    assert ready("POST") is None
    assert ready(asked=path + "?x=1") is None
    assert ready(Cookie=front.cookies_of(world.ben)) is None
    assert ready(Cookie="messages=x") is None
    assert ready(asked=world.draft.get_absolute_url()) is None
