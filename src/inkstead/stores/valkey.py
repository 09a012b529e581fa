"""Valkey (or Redis), optional: it carries news between machines, quickly. Nothing is lost when it is gone.

Every question to it takes at most 0.1 s; after one failure nobody asks for some seconds, and the site goes on.
"""

from __future__ import annotations

import functools
import json
import logging
import os
import random
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from inkstead.lib import stamps

log = logging.getLogger(__name__)
T = TypeVar("T")

PATIENCE = 0.05  # to connect, and again to answer
REST = 5.0
CHANNEL = "inkstead:touched"


class Breaker:
    """After a failure, silence for some seconds."""

    def __init__(self, rest: float = REST) -> None:
        self._rest = rest
        self._silent_until = 0.0

    @property
    def is_open(self) -> bool:
        return time.monotonic() < self._silent_until

    def trip(self) -> None:
        self._silent_until = time.monotonic() + self._rest


breaker = Breaker()


def ask(question: Callable[[redis.Redis], T], otherwise: T) -> T:
    """`ask(lambda valkey: valkey.incr(key), otherwise=None)`: the answer, or `otherwise` when there is none in time."""
    url = settings.VALKEY_URL
    if not url or breaker.is_open:
        return otherwise
    try:
        return question(client(url, patience=PATIENCE))
    except (redis.RedisError, OSError) as error:
        breaker.trip()
        log.warning("Valkey does not answer (%s); going on without it for %s seconds.", error, REST)
        return otherwise


def publish_touch(names: Iterable[str]) -> None:
    """Tell the other machines; those that cannot hear it touch everything when they can again."""
    if settings.VALKEY_URL:
        message = json.dumps({"machine": stamps.machine(), "names": list(names)})
        ask(lambda valkey: valkey.publish(CHANNEL, message), otherwise=0)


def follow_touches(stop: threading.Event) -> threading.Thread:
    """Apply to this machine what others touched. One such thread per machine is enough."""
    thread = threading.Thread(target=_follow, args=(stop,), name="valkey-touches", daemon=True)
    thread.start()
    return thread


@functools.cache
def client(url: str, *, patience: float) -> redis.Redis:
    """No retries and no handshake: both would cost more than the patience we have."""
    return redis.Redis.from_url(
        url,
        socket_connect_timeout=patience,
        socket_timeout=patience,
        retry=Retry(NoBackoff(), 0),
        protocol=2,
        driver_info=None,
    )


def _follow(stop: threading.Event) -> None:
    pause = 0.1
    while not stop.is_set():
        started = time.monotonic()
        try:
            _listen(stop)
        except Exception as error:
            log.warning("Not hearing other machines through Valkey (%s); trying again.", error)
        if time.monotonic() - started > 30:
            pause = 0.1
        stop.wait(pause * random.uniform(0.75, 1.25))  # noqa: S311 - no secret
        pause = min(pause * 2, 5.0)


def _listen(stop: threading.Event) -> None:
    """Until the connection breaks. Messages may have been missed before it stood, so everything counts as changed."""
    listener = client(settings.VALKEY_URL, patience=2.0).pubsub()  # type: ignore[no-untyped-call]
    try:
        listener.subscribe(CHANNEL)
        checked = time.monotonic()
        while not stop.is_set():
            message = listener.get_message(timeout=0.5)
            if message is not None:
                checked = time.monotonic()
                _apply(message)
            elif time.monotonic() - checked > 15:
                raise redis.ConnectionError("no answer to a ping")
            elif time.monotonic() - checked > 5:
                listener.ping()
    finally:
        listener.close()


def _apply(message: dict[str, Any]) -> None:
    if message["type"] == "subscribe":
        stamps.current().touch_all()
    elif message["type"] == "message":
        news = json.loads(message["data"])
        if news["machine"] != stamps.machine():
            stamps.current().touch(news["names"])


def _after_fork_in_child() -> None:
    client.cache_clear()


os.register_at_fork(after_in_child=_after_fork_in_child)
