"""Files of strangers are read in a process of their own, behind walls (see `walls`), so that none can hurt us."""

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
from dataclasses import replace
from typing import Any

from inkstead.exchange.cage import pandoc
from inkstead.exchange.cage.calling_off import Alive, Cancelled
from inkstead.exchange.cage.environment import bare_environment
from inkstead.exchange.cage.messages import files_heard, manuscript_heard, receive, send
from inkstead.exchange.formats.kinds import kind_of
from inkstead.exchange.formats.pictures import of_no_part
from inkstead.lib.prose.manuscript import Manuscript
from inkstead.lib.refusals import Refused

__all__ = ["Alive", "Cancelled", "read_in_cage", "unpack_in_cage"]

log = logging.getLogger(__name__)

SECONDS, SECONDS_PER_MB = 5, 2
PATIENCE = 30  # by the clock on the wall, on top: other processes may need the processor too
LOOKS = 0.5  # seconds between two looks whether it is still wanted
TOO_MUCH = "Reading it took more time or memory than a file may take. Divide it into smaller files."


def read_in_cage(
    name: str,
    data: bytes,
    format: str | None = None,  # noqa: A002 - as writers call it
    *,
    alive: Alive = lambda: True,
) -> Manuscript:
    """Raises `Refused` in one sentence, also when the reading process came to its end.

    `alive` is asked twice a second whether anybody still wants it; nothing goes on for somebody who does not.
    """
    kind = kind_of(name, format)
    if kind.is_converted:
        return _read_with_pandoc(name, kind.format, data, alive)
    answer, _ = _ask({"task": "read", "name": name, "format": format}, data, alive)
    return _found(answer)


def unpack_in_cage(name: str, data: bytes, *, alive: Alive = lambda: True) -> tuple[dict[str, bytes], list[str]]:
    """The manuscripts in a zip archive by their names, in natural order, and what was left out."""
    answer, files = _ask({"task": "unpack", "name": name}, data, alive)
    return files, [str(warning) for warning in answer["warnings"]]


def _read_with_pandoc(name: str, kind: str, data: bytes, alive: Alive) -> Manuscript:
    """First without what nobody may see, then through pandoc in its own cage, then like any other text."""
    pandoc.must_be_there(kind)
    answer, files = _ask({"task": "tidy", "name": name, "format": kind}, data, alive)
    html = pandoc.converted(kind, files.pop("document"), alive=alive)
    warnings = [str(warning) for warning in answer["warnings"]]
    told, _ = _ask({"task": "read converted", "name": name}, html, alive)
    manuscript = _found(told)
    warnings += of_no_part(files, manuscript.parts)
    return replace(manuscript, warnings=(*manuscript.warnings, *warnings), images=files)


def _ask(order: dict[str, Any], data: bytes, alive: Alive) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What the cage answers, and the files that come with it."""
    seconds = SECONDS + SECONDS_PER_MB * (len(data) // 1024**2)
    with _keeper.connection() as connection:
        try:
            send(connection, {**order, "size": len(data), "seconds": seconds}, data)
            _wait_for(connection, seconds + PATIENCE, alive)
            connection.settimeout(PATIENCE)
            answer = receive(connection)
            log.debug("Reading “%s” took %s s and %s MB.", order["name"], *answer.get("cost", ("?", "?")))
            _must_be_well(answer, order["name"])
            if "manuscript" in answer:
                answer["manuscript"] = manuscript_heard(answer["manuscript"], connection)
            return answer, files_heard(answer.get("files", []), connection)
        except (EOFError, OSError) as error:
            raise Refused(TOO_MUCH, code="too_heavy") from error


def _wait_for(connection: socket.socket, seconds: int, alive: Alive) -> None:
    deadline = time.monotonic() + seconds
    while not select.select([connection], [], [], LOOKS)[0]:
        if not alive():
            raise Cancelled
        if time.monotonic() > deadline:
            raise TimeoutError


def _must_be_well(answer: dict[str, Any], name: str) -> None:
    if "refused" in answer:
        message, code = answer["refused"]
        raise Refused(str(message), code=str(code))
    if "broken" in answer:
        log.error("Reading “%s” failed: %s", name, answer["broken"])
        raise Refused("This file cannot be read; it may be damaged.", code="damaged")


def _found(answer: dict[str, Any]) -> Manuscript:
    manuscript = answer["manuscript"]
    assert isinstance(manuscript, Manuscript)
    return manuscript


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
                    command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, env=bare_environment()
                )
        return self._control

    def _end(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = self._control = None


_keeper = _Keeper()


@atexit.register
def _end() -> None:
    with contextlib.suppress(Exception):
        _keeper._end()
