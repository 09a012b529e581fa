"""When did a named thing last change? One table for all processes of a machine, in a memory-mapped file.

The page cache asks it before every answer, so asking costs nanoseconds: no lock, no system call. A stamp has no
meaning but "the same as before" or not. It is random, not a time or a count: it is never read in order to be written,
so two writers cannot lose a change, and a clock that is set back cannot bring an old stamp back.

The rule for whoever keeps something: take `snapshot()` BEFORE reading the database and keep `stamps_of(names,
snapshot)` with what was built. A change in between then makes it stale at once, instead of keeping the old state for
ever.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import socket
import tempfile
import threading
import zlib
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings

SLOTS = 65_536
SIZE = SLOTS * 8


@lru_cache(maxsize=SLOTS)
def slot_of(name: str) -> int:
    """Two names may share a slot; then one is rebuilt for nothing when the other changes. Slot 0 is the epoch."""
    return zlib.crc32(name.encode()) % (SLOTS - 1) + 1


class Stamps:
    def __init__(self, table: memoryview) -> None:
        self._table = table

    @classmethod
    def open(cls, path: Path) -> Stamps:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _create(path)
        with path.open("r+b") as file:
            repaired = file.seek(0, os.SEEK_END) < SIZE
            if repaired:  # lengthened where it is, so that everybody goes on looking at the same file
                file.write(bytes(SIZE - file.tell()))
                file.flush()
            stamps = cls(memoryview(mmap.mmap(file.fileno(), SIZE)).cast("Q"))
        if repaired:
            stamps.touch_all()
        return stamps

    def epoch(self) -> int:
        """Changes with every change: as long as it is the same, nothing at all has changed."""
        return self._table[0]

    def snapshot(self) -> Sequence[int]:
        """A copy of the whole table (about 20 µs)."""
        return memoryview(self._table.tobytes()).cast("Q")

    def stamps_of(self, names: Iterable[str], snapshot: Sequence[int] | None = None) -> tuple[int, ...]:
        table = self._table if snapshot is None else snapshot
        return tuple([table[slot_of(name)] for name in names])

    def unchanged(self, names: Iterable[str], stamps: tuple[int, ...]) -> bool:
        return self.stamps_of(names) == stamps

    def touch(self, names: Iterable[str]) -> None:
        table = self._table
        for name in names:
            table[slot_of(name)] = _fresh()
        table[0] = _fresh()  # last: who sees the new epoch must see the new stamps too

    def touch_all(self) -> None:
        """Everything may have changed: after a restore, or when messages from other machines may have been missed."""
        self._table[1:] = memoryview(os.urandom(8) * (SLOTS - 1)).cast("Q")
        self._table[0] = _fresh()


def current() -> Stamps:
    """The stamps of this machine, at `settings.STAMPS_PATH`."""
    global _latest
    where: object = settings.STAMPS_PATH
    known, stamps = _latest
    if known is where and stamps is not None:  # nearly always; asked before every kept page
        return stamps
    path = Path(settings.STAMPS_PATH)
    stamps = _opened.get(path)
    if stamps is None:
        with _opening:
            stamps = _opened.get(path) or _opened.setdefault(path, Stamps.open(path))
    _latest = (where, stamps)
    return stamps


def machine() -> str:
    """The same for all processes that look at one table, different on every other machine."""
    path = Path(settings.STAMPS_PATH)
    current()
    return _machine(path)


@cache
def _machine(path: Path) -> str:
    table = path.stat()
    return f"{socket.gethostname()}:{table.st_dev:x}:{table.st_ino:x}"[-200:]


def _fresh() -> int:
    return int.from_bytes(os.urandom(8), "little")


def _create(path: Path) -> None:
    """Whoever is first: written aside in full, then linked, so that nobody ever maps a shorter file."""
    number, beside = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(bytes(SIZE))  # real bytes: a hole could not be filled on a full disk, which would kill us
        with contextlib.suppress(FileExistsError):
            os.link(beside, path)  # unlike a rename it never replaces the file that others already look at
    finally:
        Path(beside).unlink()


_opening = threading.Lock()
_opened: dict[Path, Stamps] = {}
_latest: tuple[object, Stamps | None] = (None, None)
