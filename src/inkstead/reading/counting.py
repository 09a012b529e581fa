"""Counting reads: who a reader is, what counts, and the buffer between the beacons and the database.

A published part was opened and then scrolled, or stayed open ten seconds: one read per reader, part and UTC day. A
reader is an account, or for a guest a keyed hash of address and user agent; the key is thrown away with the day.
"""

from __future__ import annotations

import atexit
import base64
import hashlib
import logging
import os
import secrets
import threading
import time
from datetime import UTC, date, datetime

from django.db import close_old_connections, connection

from inkstead.reading.models import CountingKey
from inkstead.reading.tally import Heard, Key, write_reads

log = logging.getLogger(__name__)

SECONDS_OPEN = 10
SECONDS_LIMIT = 24 * 3600
FLUSH_EVERY = 0.8  # seconds; a crash loses at most what is younger than a second
BUFFER_LIMIT = 200_000

# Substrings of user agents that say they are programs. The written definition is on /about/counting/.
ROBOTS = (
    *(
        "bot",
        "crawl",
        "spider",
        "slurp",
        "archiver",
        "scrapy",
        "bytespider",
        "feedfetcher",
        "lighthouse",
        "headlesschrome",
    ),
    *("facebookexternalhit", "embedly", "preview", "monitor", "curl/", "wget/", "libwww", "okhttp", "java/", "httpx"),
    *("python-requests", "python-urllib", "aiohttp", "go-http-client"),
)


def today() -> date:
    """Days are UTC days, everywhere."""
    return datetime.now(UTC).date()


def is_robot(user_agent: str) -> bool:
    """A program that says so, or a client that says nothing at all."""
    agent = user_agent.lower()
    return not agent or any(mark in agent for mark in ROBOTS)


def counts_as_read(reached: float, seconds: float) -> bool:
    return reached > 0 or seconds >= SECONDS_OPEN


def account_reader(user_id: int) -> str:
    return f"a:{user_id}"


def guest_reader(address: str, user_agent: str, day: date) -> str:
    """Tells a guest's visits of one day apart from other guests', and nothing else, ever."""
    digest = hashlib.blake2b(f"{address}\n{user_agent}".encode(), key=_keys.of(day), digest_size=12).digest()
    return "g:" + base64.urlsafe_b64encode(digest).decode().rstrip("=")


class DailyKeys:
    """The key of the day, shared by all processes through the database."""

    def __init__(self) -> None:
        self._known: dict[date, bytes] = {}

    def of(self, day: date) -> bytes:
        key = self._known.get(day)
        if key is None:
            row, _ = CountingKey.objects.get_or_create(day=day, defaults={"key": secrets.token_bytes(32)})
            key = bytes(row.key)
            self._known = {day: key}
        return key


def throw_away_old_keys() -> int:
    """Once a day is over nobody can tell whose visits its reads were."""
    gone, _ = CountingKey.objects.filter(day__lt=today()).delete()
    return gone


class ReadBuffer:
    """Reads heard of and not yet written. One per process; a thread writes it about once a second."""

    def __init__(self, every: float = FLUSH_EVERY) -> None:
        self.every = every
        self._heard: dict[Key, Heard] = {}
        self._guard = threading.Lock()
        self._writing = threading.Lock()
        self._pid = 0

    @property
    def waiting(self) -> int:
        return len(self._heard)

    def add(
        self,
        part_id: int,
        story_id: int,
        reader: str,
        reached: float,
        seconds: int,
        day: date,
        block: str = "",
        source: str = "",
        network: str = "",
    ) -> bool:
        """Whether there was room. The same read told twice keeps the farther one."""
        key = (part_id, day, reader)
        with self._guard:
            if self._pid != os.getpid():
                self._start()
            if key not in self._heard and len(self._heard) >= BUFFER_LIMIT:
                return False
            self._hear(key, Heard(story_id, reached, seconds, block, source, network))
        return True

    def _hear(self, key: Key, told: Heard) -> None:
        known = self._heard.get(key, told)
        farthest = known if known.reached >= told.reached else told
        self._heard[key] = farthest._replace(
            seconds=max(known.seconds, told.seconds),
            source=known.source or told.source,
            network=known.network or told.network,
        )

    def flush(self) -> int:
        """Write what was heard so far; answers how many were new. What fails is kept for the next time."""
        with self._writing:
            with self._guard:
                heard, self._heard = self._heard, {}
            if not heard:
                return 0
            try:
                return write_reads(heard)
            except Exception:
                log.exception("Reads could not be written; trying again")
                with self._guard:
                    for key, told in heard.items():
                        self._hear(key, told)
                return 0

    def _start(self) -> None:
        """Threads do not survive a fork, so each process starts its own, with the first read it hears of."""
        self._pid = os.getpid()
        threading.Thread(target=self._keep_writing, name="reads", daemon=True).start()
        atexit.register(self.flush)

    def _keep_writing(self) -> None:
        while True:
            time.sleep(self.every)
            close_old_connections()
            self.flush()
            if connection.vendor == "postgresql":
                connection.close()


_keys = DailyKeys()
buffer = ReadBuffer()
