"""Who is behind a session cookie, remembered for the hot path so that a signed-in page costs no session query.

An entry lives a minute at most and dies at once when the person or the session changes (stamps `user:…`, `session:…`).
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from inkstead.lib import stamps
from inkstead.web.holes import Visitor


@dataclass(frozen=True, slots=True)
class Apart:
    """Between whom and a person a page stands: ids of pen names."""

    closed: frozenset[int] = frozenset()  # they keep this person out
    away: frozenset[int] = frozenset()  # those, and whom this person does not want to see
    blocked: frozenset[int] = frozenset()  # of these whom they block
    hides_more: bool = False  # stories or tags


NOBODY = Apart()


# Asked once per session and process, and again when `user:…` is touched.
asks_apart: list[Callable[[int], Apart]] = []
# Whether lists are made for a person alone; asked once per session and process, and again when `user:…` is touched.
asks_own_lists: list[Callable[[int], bool]] = []
LIFETIME = 60.0  # seconds
LIMIT = 20_000


def session_name(session_key: str) -> str:
    return "session:" + hashlib.blake2b(session_key.encode(), digest_size=8).hexdigest()


def has_own_lists(user_id: int) -> bool:
    return any(ask(user_id) for ask in asks_own_lists)


def apart(user_id: int) -> Apart:
    found = [ask(user_id) for ask in asks_apart]
    return found[0] if found else Apart()


class Visitors:
    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[Visitor, float, tuple[str, ...], tuple[int, ...]]] = OrderedDict()
        self._guard = threading.Lock()

    def find(self, session_key: str) -> Visitor | None:
        entry = self._known.get(session_key)
        if entry is None:
            return None
        visitor, until, names, seen = entry
        if time.monotonic() > until or not stamps.current().unchanged(names, seen):
            with self._guard:
                self._known.pop(session_key, None)
            return None
        return visitor

    def remember(self, visitor: Visitor, before: Sequence[int]) -> None:
        """`before` is a snapshot of the stamps taken before the person was read from the database."""
        names = (session_name(visitor.session_key), f"user:{visitor.user_id}")
        seen = stamps.current().stamps_of(names, before)
        with self._guard:
            self._known[visitor.session_key] = (visitor, time.monotonic() + LIFETIME, names, seen)
            while len(self._known) > LIMIT:
                self._known.popitem(last=False)


visitors = Visitors()
