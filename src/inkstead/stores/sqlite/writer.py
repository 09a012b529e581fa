"""The writer lock: one writer per SQLite file, over all threads and processes of the machine.

SQLite itself lets one writer in, but it makes the others sleep and try again, which is unfair (one of four writers
waited 3 s), and old versions have a race when several connections write or checkpoint at the same instant. So writers
queue here, before BEGIN, and SQLite never sees two of them.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
import weakref
from collections import deque
from pathlib import Path

SHORT_PAUSE, LONG_PAUSE = 0.0001, 0.001
IMPATIENT_FOR = 0.005  # most changes are over by then


class Turn:
    """First come, first served between the threads of one process. `threading.Lock` promises no order."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Lock] = deque()

    def take(self, seconds: float) -> bool:
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        try:
            handed = mine.acquire(timeout=max(seconds, 0))
        except BaseException:  # Ctrl-C while waiting: a place left behind would be handed the lock for ever
            if not self._step_out(mine):
                self.give()
            raise
        return handed or not self._step_out(mine)

    def _step_out(self, mine: threading.Lock) -> bool:
        """False when it was handed to us in the very moment we gave up."""
        with self._guard:
            if mine not in self._waiting:
                return False
            self._waiting.remove(mine)
            return True

    def give(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


class Doors:
    """The same between processes: two locked files, which the kernel lets go of when a process dies.

    Who waits for the writing door stands in front of the queue door, and nobody else can pass there. Without it a busy
    process would take the lock again before the one that waits has woken up, and starve it.
    """

    def __init__(self, path: Path) -> None:
        self._paths = (path, path.with_name(path.name + "-next"))
        self._files: tuple[int, int] | None = None

    def enter(self, deadline: float) -> bool:
        if self._files is None:
            self._files = (_open(self._paths[0]), _open(self._paths[1]))
        writing, queue = self._files
        if not _lock_until(queue, deadline):
            return False
        try:
            return _lock_until(writing, deadline)
        finally:
            fcntl.flock(queue, fcntl.LOCK_UN)

    def leave(self) -> None:
        if self._files is not None:
            fcntl.flock(self._files[0], fcntl.LOCK_UN)

    def forget(self) -> None:
        """In a forked child: the open files are shared with the parent, and so would be the locks on them."""
        if self._files is not None:
            for number in self._files:
                os.close(number)
            self._files = None


class WriterLock:
    """Not re-entrant: a connection remembers whether it holds it."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._renew()
        _locks.add(self)

    def _renew(self) -> None:
        self._turn = Turn()
        self._doors = Doors(self._path) if self._path else None
        self._thread: int | None = None

    def acquire(self, seconds: float) -> bool:
        if self._thread == threading.get_ident():
            return False  # another connection of this very thread holds it and can never let go: do not wait for it
        deadline = time.monotonic() + seconds
        if not self._turn.take(seconds):
            return False
        try:
            entered = self._doors is None or self._doors.enter(deadline)
        except BaseException:
            self._turn.give()
            raise
        if not entered:
            self._turn.give()
            return False
        self._thread = threading.get_ident()
        return True

    def release(self) -> None:
        self._thread = None
        try:
            if self._doors is not None:
                self._doors.leave()
        finally:
            self._turn.give()

    def start_anew(self) -> None:
        if self._doors is not None:
            self._doors.forget()
        self._renew()


def writer_lock(database: str, *, in_memory: bool) -> WriterLock:
    """The one lock of this process for this database; databases in memory need no lock between processes."""
    key = database if in_memory else os.path.realpath(database)
    with _guard:
        if key not in _by_name:
            _by_name[key] = WriterLock(None if in_memory else Path(key + ".lock"))
        return _by_name[key]


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)


def _lock_until(number: int, deadline: float) -> bool:
    """flock knows no time limit, so ask again; one thread per process asks, all others wait in `Turn`."""
    started = time.monotonic()
    while True:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            now = time.monotonic()
            if now >= deadline:
                return False
            time.sleep(SHORT_PAUSE if now - started < IMPATIENT_FOR else LONG_PAUSE)
        else:
            return True


def _after_fork_in_child() -> None:
    global _guard
    _guard = threading.Lock()
    for lock in list(_locks):
        lock.start_anew()


_guard = threading.Lock()
_locks: weakref.WeakSet[WriterLock] = weakref.WeakSet()
_by_name: dict[str, WriterLock] = {}
os.register_at_fork(after_in_child=_after_fork_in_child)
