"""Several machines on one PostgreSQL: each reads what facts the others announced, and touches what they changed.

Valkey carries the same news faster, but a machine that dies between its commit and its message has told nobody. The
row is always there, so this runs with and without Valkey.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from datetime import timedelta

from django.db import connection, connections
from django.db.models import Max, Min, QuerySet
from django.utils import timezone

from inkstead.events.models import FactRow
from inkstead.lib import stamps

log = logging.getLogger(__name__)

EVERY = 1.0
SETTLED_AFTER = 5.0
LOOK_BACK_AT_START = timedelta(minutes=10)


def follow_facts(stop: threading.Event) -> threading.Thread:
    """Start the thread; one per machine is enough."""
    thread = threading.Thread(target=_follow, args=(stop,), name="facts-of-others", daemon=True)
    thread.start()
    return thread


class Follower:
    """Ids are given out before commit, so a lower one may appear after a higher one.

    So it looks again at every id above `_settled`, and raises that only when all transactions that were going on
    when an id was first seen have ended.
    """

    def __init__(self) -> None:
        ids = FactRow.objects.aggregate(newest=Max("pk"))["newest"] or 0
        recent = FactRow.objects.filter(created_at__gt=timezone.now() - LOOK_BACK_AT_START)
        first = recent.aggregate(first=Min("pk"))["first"]
        self._settled: int = ids if first is None else first - 1
        self._seen: set[int] = set(self._unsettled().values_list("pk", flat=True))
        self._marks: deque[tuple[float, int, int]] = deque()
        # Only now: a fact that came while we were looking counts as seen, so it must be touched here.
        stamps.current().touch_all()

    def look(self) -> int:
        """Touch what other machines changed since the last look; returns how many facts were new."""
        oldest_running, next_transaction = _transactions()
        ids = set(self._unsettled().values_list("pk", flat=True))
        new = ids - self._seen
        for row in FactRow.objects.filter(pk__in=new).exclude(machine=stamps.machine()):
            fact = row.fact()
            stamps.current().touch(fact.touches() if fact else ())
        self._seen |= ids
        self._settle(oldest_running, next_transaction)
        return len(new)

    def _unsettled(self) -> QuerySet[FactRow]:
        return FactRow.objects.filter(pk__gt=self._settled)

    def _settle(self, oldest_running: int, next_transaction: int) -> None:
        now = time.monotonic()
        if self._seen:
            self._marks.append((now, next_transaction, max(self._seen)))
        while self._marks and self._marks[0][0] < now - SETTLED_AFTER and self._marks[0][1] <= oldest_running:
            self._settled = max(self._settled, self._marks.popleft()[2])
        self._seen = {pk for pk in self._seen if pk > self._settled}


def _transactions() -> tuple[int, int]:
    """PostgreSQL's oldest transaction still going on, and the number that the next one will get."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(now)::text::bigint, pg_snapshot_xmax(now)::text::bigint"
            " FROM pg_current_snapshot() AS now"
        )
        oldest, following = cursor.fetchone()
    return oldest, following


def _follow(stop: threading.Event) -> None:
    follower = None
    while not stop.is_set():
        try:
            follower = follower or Follower()
            follower.look()
        except Exception:
            log.warning("Not hearing facts of other machines; trying again.", exc_info=True)
            follower = None
            connections.close_all()
        stop.wait(EVERY)
    connections.close_all()
