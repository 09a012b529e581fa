"""Shared pages: made once per change, kept as bytes, answered before Django's middleware.

A page names what it was made of ("story:12", "part:345", "site"). Each name has a stamp that every process of this
machine sees (`lib.stamps`); a page whose stamps have moved is made again by one request while the others wait for it.
Only pages that every stranger may see are ever kept.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any

from django.conf import settings

from inkstead.lib import stamps
from inkstead.web import encodings
from inkstead.web.headers import SECURITY_HEADERS
from inkstead.web.holes import Hole, Visitor, fill, split

Headers = list[tuple[str, str]]

SHARED = "public, max-age=0, must-revalidate"
PRIVATE = "private, no-store"


@dataclass(slots=True)
class Page:
    """One shared page. `kind` and `context` tell the hole fillers whose page it is; `names` what it was made of."""

    kind: str
    segments: tuple[bytes, ...]
    holes: tuple[Hole, ...]
    names: tuple[str, ...]
    context: Mapping[str, Any]
    content_type: str = "text/html; charset=utf-8"
    robots: str = ""  # what a header tells programs that collect pages
    # Ids of pen names: whose it is, who else works on it, and whoever says something on it (the owners among them).
    owners: frozenset[int] = frozenset()
    workers: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()
    modified: float = field(default_factory=time.time)
    stamps: tuple[int, ...] = ()
    epoch: int = 0
    used: bool = False
    answers: dict[str, tuple[Headers, bytes, str]] = field(default_factory=dict)

    def is_fresh(self) -> bool:
        """Nothing it was made of has changed. Nearly always one comparison."""
        table = stamps.current()
        epoch = table.epoch()
        if epoch == self.epoch:
            return True
        if not table.unchanged(self.names, self.stamps):
            return False
        self.epoch = epoch
        return True

    def shared_body(self) -> bytes:
        return b"".join(
            piece
            for segment, hole in zip(self.segments, (*self.holes, None), strict=True)
            for piece in (segment, hole.default if hole else b"")
        )

    def says_the_same_as(self, other: Page) -> bool:
        """Made again for nothing that a stranger could see: nor shall its day tell them that something happened."""
        return (
            self.segments == other.segments
            and [hole.default for hole in self.holes] == [hole.default for hole in other.holes]
            and (self.content_type, self.robots) == (other.content_type, other.robots)
        )

    def answer(self, encoding: str) -> tuple[Headers, bytes, str]:
        """Headers, body and ETag for everybody who is not signed in, prepared once per encoding."""
        prepared = self.answers.get(encoding)
        if prepared is None:
            identity = self.answers["identity"][1] if "identity" in self.answers else self.shared_body()
            body = encodings.encode(identity, encoding)
            tag = f'"{hashlib.blake2b(identity, digest_size=9).hexdigest()}-{encoding[0]}"'
            prepared = self.answers[encoding] = (self._headers(body, encoding, tag), body, tag)
        return prepared

    def _headers(self, body: bytes, encoding: str, tag: str) -> Headers:
        headers = [
            ("Content-Type", self.content_type),
            ("Content-Length", str(len(body))),
            ("ETag", tag),
            ("Last-Modified", formatdate(self.modified, usegmt=True)),
            ("Cache-Control", SHARED),
            ("Vary", "Accept-Encoding, Cookie"),
            *SECURITY_HEADERS,
        ]
        if self.robots:
            headers.append(("X-Robots-Tag", self.robots))
        if encoding != "identity":
            headers.insert(1, ("Content-Encoding", encoding))
        return headers

    def personal_body(self, visitor: Visitor | None, extra: Mapping[str, str] | None = None) -> bytes:
        return fill(self.segments, self.holes, self.kind, self.context, visitor, extra)

    def is_closed_to(self, visitor: Visitor) -> bool:
        """One of its owners keeps this visitor out, who does not work on it."""
        mine = visitor.pen_name_ids
        return not (visitor.closed.isdisjoint(self.owners) or mine & self.owners or mine & self.workers)

    def size(self) -> int:
        """What it may come to, the same all its life: compressed forms come later, together smaller than the plain."""
        plain = sum(map(len, self.segments)) + sum(len(hole.default) for hole in self.holes)
        return 3 * plain + 2048


def make_page(kind: str, rendered: str, names: Iterable[str], context: Mapping[str, Any], **more: Any) -> Page:
    segments, holes = split(rendered)
    return Page(kind, segments, holes, ("site", *names), context, **more)


class Pages:
    """The pages of one process, bounded in bytes. When full, those not asked for since the last round go first."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._pages: dict[str, Page] = {}
        self._bytes = 0
        self._guard = threading.Lock()
        self._building: dict[str, tuple[threading.Lock, list[int]]] = {}
        self.get = self._pages.get  # the front asks this once per request

    def __len__(self) -> int:
        return len(self._pages)

    @property
    def size(self) -> int:
        return self._bytes

    def obtain(self, key: str, build: Callable[[], Page]) -> Page:
        """The page under this key; built by one caller while others wait. What `build` raises reaches its caller."""
        page = self._pages.get(key)
        if page is not None and page.is_fresh():
            page.used = True
            return page
        if not self.limit:
            return build()
        with self._one_builder(key):
            page = self._pages.get(key)
            if page is not None and page.is_fresh():
                return page
            table = stamps.current()
            # Before the first query: a change that commits from here on makes the page stale, never wrong for good.
            epoch, before = table.epoch(), table.snapshot()
            made = build()
            made.epoch, made.stamps = epoch, table.stamps_of(made.names, before)
            if page is not None and made.says_the_same_as(page):
                made.modified, made.answers = page.modified, page.answers
            made.answer("identity")
            self._keep(key, made)
            return made

    def forget(self, key: str) -> None:
        with self._guard:
            page = self._pages.pop(key, None)
            if page is not None:
                self._bytes -= page.size()

    @contextmanager
    def _one_builder(self, key: str) -> Any:
        with self._guard:
            lock, waiting = self._building.setdefault(key, (threading.Lock(), [0]))
            waiting[0] += 1
        try:
            with lock:
                yield
        finally:
            with self._guard:
                waiting[0] -= 1
                if not waiting[0]:
                    self._building.pop(key, None)

    def _keep(self, key: str, page: Page) -> None:
        with self._guard:
            old = self._pages.pop(key, None)
            self._bytes -= old.size() if old else 0
            if page.size() > self.limit:
                return  # it would push out all others and then itself
            self._bytes += page.size()
            self._pages[key] = page
            if self._bytes > self.limit:
                self._make_room(key)

    def _make_room(self, newest: str) -> None:
        for spare_used in (True, False):
            for key in list(self._pages):
                if self._bytes <= self.limit * 0.9:
                    return
                page = self._pages[key]
                if key == newest or (spare_used and page.used):
                    page.used = False
                    continue
                self._bytes -= page.size()
                del self._pages[key]


pages = Pages(settings.PAGE_CACHE_BYTES)
