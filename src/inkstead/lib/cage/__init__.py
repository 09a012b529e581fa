"""Files of strangers are read in a process of their own, behind walls (see `walls`), so that none can hurt us.

A cage knows the tasks of one module, by its name: `TASKS`, functions that get an order and the bytes that came with it,
and answer with what can be said in JSON and files by their names.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from inkstead.lib.cage.calling_off import Alive, Cancelled
from inkstead.lib.cage.environment import bare_environment
from inkstead.lib.cage.messages import files_heard, receive, send
from inkstead.lib.refusals import Refused

__all__ = ["Alive", "Answer", "Cage", "Cancelled"]

log = logging.getLogger(__name__)

SECONDS, SECONDS_PER_MB = 5, 2
PATIENCE = 30  # by the clock on the wall, on top: other processes may need the processor too
LOOKS = 0.5  # seconds between two looks whether it is still wanted
MEMORY = 256 * 1024**2
TOO_MUCH = "Reading it took more time or memory than a file may take. Divide it into smaller files."
DAMAGED = "This file cannot be read; it may be damaged."


@dataclass(frozen=True, slots=True)
class Answer:
    """Whatever a cage says is a claim: whoever asked checks it again."""

    told: dict[str, Any]
    files: dict[str, bytes]


@dataclass
class Cage:
    """One for each module of tasks in a process. The reading process starts when it is first needed, and again when it
    is gone; each file gets a fork of it."""

    tasks: str
    too_much: str = TOO_MUCH
    damaged: str = DAMAGED
    memory: int = MEMORY  # bytes, on top of what the reading process is before it reads
    seconds: int = SECONDS  # of the processor
    seconds_per_mb: int = SECONDS_PER_MB
    _keeper: _Keeper = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._keeper = _Keeper(self.tasks)

    def ask(self, task: str, data: bytes, *, name: str = "", alive: Alive = lambda: True, **order: Any) -> Answer:
        """Raises `Refused` in one sentence, also when the reading process came to its end.

        `alive` is asked twice a second whether anybody still wants it; nothing goes on for somebody who does not.
        """
        seconds = self.seconds + self.seconds_per_mb * (len(data) // 1024**2)
        order |= {"task": task, "name": name, "size": len(data), "seconds": seconds, "memory": self.memory}
        with self._keeper.connection() as connection:
            try:
                send(connection, order, data)
                _wait_for(connection, seconds + PATIENCE, alive)
                connection.settimeout(PATIENCE)
                told = receive(connection)
                log.debug("Reading “%s” took %s s and %s MB.", name, *told.get("cost", ("?", "?")))
                self._must_be_well(told, name)
                return Answer(told, files_heard(told.get("files", []), connection))
            except (EOFError, OSError) as error:
                raise Refused(self.too_much, code="too_heavy") from error

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        return self._keeper.process

    def _must_be_well(self, told: Mapping[str, Any], name: str) -> None:
        if "refused" in told:
            message, code, fields = told["refused"]
            raise Refused(str(message), code=str(code), fields={str(key): str(value) for key, value in fields.items()})
        if "broken" in told:
            log.error("Reading “%s” failed: %s", name, told["broken"])
            raise Refused(self.damaged, code="damaged")


def _wait_for(connection: socket.socket, seconds: int, alive: Alive) -> None:
    deadline = time.monotonic() + seconds
    while not select.select([connection], [], [], LOOKS)[0]:
        if not alive():
            raise Cancelled
        if time.monotonic() > deadline:
            raise TimeoutError


class _Keeper:
    """Holds the reading process."""

    def __init__(self, tasks: str) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self._tasks = tasks
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        atexit.register(self._end)

    def connection(self) -> socket.socket:
        """Our end of a connection whose other end a fresh fork holds."""
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            for _ in range(2):
                try:
                    socket.send_fds(self._standing(), [b"f"], [theirs.fileno()])
                except OSError:
                    self._end()
                else:
                    return ours
        ours.close()
        raise Refused("Files cannot be read just now. Try again in a moment.", code="unavailable")

    def _standing(self) -> socket.socket:
        if self.process is None or self._control is None or self.process.poll() is not None:
            self._end()
            self._control, theirs = socket.socketpair()
            command = [sys.executable, "-m", "inkstead.lib.cage.inside", self._tasks, str(theirs.fileno())]
            with theirs:
                self.process = subprocess.Popen(  # noqa: S603 - our own program
                    command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, env=bare_environment()
                )
        return self._control

    def _end(self) -> None:
        with contextlib.suppress(OSError):
            if self._control is not None:
                self._control.close()
            if self.process is not None:
                self.process.kill()
                self.process.wait()
        self.process = self._control = None
