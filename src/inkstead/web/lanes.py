"""Two lanes into one process: what memory holds is answered where it arrives, everything else waits for a thread.

One thread of Python takes every request from the server program. A kept page is answered by it at once: with several
threads there, each request would cost a change of thread and a fight for Python's lock, which is more than the page
itself. Whatever may wait, for the database, a disk or another person's upload, goes to the other threads. So a slow
request never stands in front of a quick one.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

from inkstead.web.front import Environ, Ready

log = logging.getLogger(__name__)

WAITING_LIMIT = 512  # more than that would wait longer than people do
BUSY = b"Too many people are here at this moment. Nothing is lost; please try again in a few seconds.\n"
BUSY_HEADERS = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Length", str(len(BUSY))),
    ("Cache-Control", "no-store"),
    ("Retry-After", "3"),
]


class Lanes:
    """Called with the server's protocol object, which may be answered from any thread, and the request's environ."""

    def __init__(
        self, at_once: Callable[[Environ], Ready | None], slow: Callable[[Any, Environ], Any], threads: int
    ) -> None:
        self._at_once = at_once
        self._slow = slow
        self._waiting: SimpleQueue[tuple[Any, Environ]] = SimpleQueue()
        for number in range(threads):
            threading.Thread(target=self._work, name=f"web-{number}", daemon=True).start()

    def __call__(self, proto: Any, scope: Environ) -> None:
        ready = self._at_once(scope)
        if ready is not None:
            proto.response_bytes(*ready)
        elif self._waiting.qsize() < WAITING_LIMIT:
            self._waiting.put((proto, scope))
        else:
            proto.response_bytes(503, BUSY_HEADERS, BUSY)

    def _work(self) -> None:
        while True:
            proto, scope = self._waiting.get()
            try:
                self._slow(proto, scope)
            except Exception:  # Django answers its own errors; this is the server's or the client's
                log.exception("A request could not be answered")
                proto.response_bytes(500, [("Content-Length", "0")], b"")
            del proto, scope  # a thread that waits must not hold the last request open
