"""How often somebody may do something: the one home of every limit.

Counted by person and minute: in Valkey where there is one, so that several machines count together, else in each
process, which costs nothing. When Valkey is gone each process counts for itself; nobody is shut out by that.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from weakref import WeakSet

import redis

from inkstead.lib.refusals import TooOften
from inkstead.stores import valkey

MINUTE = 60
_all: WeakSet[Pace] = WeakSet()


class Pace:
    """At most `most()` in each minute for everybody; 0 is no limit. With a `name` it is shared by all machines."""

    def __init__(self, most: Callable[[], int] | int, name: str = "") -> None:
        self._most = most
        self._name = name
        self._minute = 0
        self._asked: dict[int, int] = {}
        self._guard = threading.Lock()
        _all.add(self)

    @property
    def most(self) -> int:
        return self._most if isinstance(self._most, int) else self._most()

    def allows(self, who: int) -> bool:
        most = self.most
        return not most or self._count(who) <= most

    def must_allow(self, who: int) -> None:
        if not self.allows(who):
            wait = MINUTE - int(time.time()) % MINUTE
            raise TooOften(f"That was more than {self.most:,} in one minute. Wait a moment, then go on.", wait=wait)

    def forget(self) -> None:
        with self._guard:
            self._asked = {}

    def _count(self, who: int) -> int:
        minute = int(time.time() // MINUTE)
        if self._name:
            shared = valkey.ask(lambda store: _one_more(store, f"pace:{self._name}:{who}:{minute}"), otherwise=None)
            if shared is not None:
                return shared
        with self._guard:
            if minute != self._minute:
                self._minute, self._asked = minute, {}
            self._asked[who] = self._asked.get(who, 0) + 1
            return self._asked[who]


def forget_all() -> None:
    for pace in _all:
        pace.forget()


def _one_more(store: redis.Redis, key: str) -> int:
    pipeline = store.pipeline(transaction=False)
    pipeline.incr(key)
    pipeline.expire(key, 2 * MINUTE)
    return int(pipeline.execute()[0])
