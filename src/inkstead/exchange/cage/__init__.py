"""Files of strangers are read in a process of their own, behind walls (see `walls`), so that none can hurt us."""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import socket
import subprocess
import sys
import threading
from typing import Any

from inkstead.exchange.cage.messages import manuscript_heard, receive, send
from inkstead.lib.prose.manuscript import Manuscript
from inkstead.lib.refusals import Refused

log = logging.getLogger(__name__)

SECONDS, SECONDS_PER_MB = 5, 2
PATIENCE = 30  # by the clock on the wall, on top: other processes may need the processor too
TOO_MUCH = "Reading it took more time or memory than a file may take. Divide it into smaller files."


def read_in_cage(name: str, data: bytes, format: str | None = None) -> Manuscript:  # noqa: A002
    """Raises `Refused` in one sentence, also when the reading process came to its end."""
    seconds = SECONDS + SECONDS_PER_MB * (len(data) // 1024**2)
    with _keeper.connection() as connection:
        connection.settimeout(seconds + PATIENCE)
        try:
            send(connection, {"name": name, "format": format, "size": len(data), "seconds": seconds}, data)
            answer = receive(connection)
        except (EOFError, OSError) as error:
            raise Refused(TOO_MUCH, code="too_heavy") from error
    return _manuscript(answer, name)


def _manuscript(answer: dict[str, Any], name: str) -> Manuscript:
    if "refused" in answer:
        message, code = answer["refused"]
        raise Refused(str(message), code=str(code))
    if "broken" in answer:
        log.error("Reading “%s” failed: %s", name, answer["broken"])
        raise Refused("This file cannot be read; it may be damaged.", code="damaged")
    return manuscript_heard(answer["manuscript"])


class _Keeper:
    """Starts the reading process when it is first needed, and again when it is gone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

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
        if self._process is None or self._control is None or self._process.poll() is not None:
            self._end()
            self._control, theirs = socket.socketpair()
            command = [sys.executable, "-m", "inkstead.exchange.cage.inside", str(theirs.fileno())]
            with theirs:
                self._process = subprocess.Popen(  # noqa: S603 - our own program
                    command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, env=_bare_environment()
                )
        return self._control

    def _end(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = self._control = None


def _bare_environment() -> dict[str, str]:
    """No setting and no secret reaches the cage."""
    kept = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TZ", "VIRTUAL_ENV")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"PYTHONHASHSEED": "random"}


_keeper = _Keeper()


@atexit.register
def _end() -> None:
    with contextlib.suppress(Exception):
        _keeper._end()
