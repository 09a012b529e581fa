"""Pandoc in a cage of its own: it may start, and that is all. No file, no network, no second program, bounded memory.

What it gets was written again by `formats.converted` in the cage of the readers, and what it answers goes back there.
`python -m inkstead.exchange.caged.pandoc PROGRAM FORMAT SECONDS` becomes pandoc behind its walls.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO

from inkstead.lib.cage.calling_off import Alive, Cancelled
from inkstead.lib.cage.environment import bare_environment
from inkstead.lib.cage.walls import raise_walls_around
from inkstead.lib.refusals import Refused

HEAP = "140M"  # with which its own runtime ends in order
MEMORY = 160 * 1024**2  # the kernel's wall around all that it writes to; some 80 MB of its program come on top
SECONDS, SECONDS_PER_MB = 5, 4  # of the processor
PATIENCE = 30  # by the clock on the wall, on top: other processes may need the processor too
WRITTEN = 64 * 1024 * 1024
OUT_OF_MEMORY = (1, 251)  # at the kernel's wall, and at its own
TOO_MUCH = "Reading it took more time or memory than a document may take. Divide it into smaller files."
READ_BY_PANDOC = {"odt": "OpenDocument texts (.odt)", "rtf": "rich text files (.rtf)"}
OPTIONS = ["--sandbox", "--to=html", "--wrap=none", "--syntax-highlighting=none"]


def program() -> str:
    """Where the extra `convert` put pandoc; empty when it is not installed."""
    found = importlib.util.find_spec("pypandoc")
    if found is None or found.origin is None:
        return ""
    path = Path(found.origin).parent / "files" / "pandoc"
    return str(path) if os.access(path, os.X_OK) else ""


def must_be_there(kind: str) -> str:
    path = program()
    if not path:
        raise Refused(
            f"This site cannot read {READ_BY_PANDOC[kind]} yet: who runs it has to install pandoc with "
            "`pip install 'inkstead[convert]'`. Save it as .docx and bring that in.",
            code="not_installed",
        )
    return path


def converted(kind: str, data: bytes, *, alive: Alive = lambda: True) -> bytes:
    """The document as HTML."""
    seconds = SECONDS + SECONDS_PER_MB * (len(data) // 1024**2)
    command = [sys.executable, "-m", __name__, must_be_there(kind), kind, str(seconds)]
    process = subprocess.Popen(  # noqa: S603 - our own program
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=bare_environment()
    )
    with process:
        try:
            answer = _answer(process, data, seconds + PATIENCE, alive)
        finally:
            process.kill()
    if process.returncode < 0 or process.returncode in OUT_OF_MEMORY or len(answer) > WRITTEN:
        raise Refused(TOO_MUCH, code="too_heavy")
    if process.returncode:
        raise Refused("This document cannot be read; it may be damaged.", code="damaged")
    return answer


def _answer(process: subprocess.Popen[bytes], data: bytes, seconds: int, alive: Alive) -> bytes:
    """The document is written by a thread: `communicate` forgets the rest of its input when it is asked again."""
    deadline = time.monotonic() + seconds
    pipe, process.stdin = process.stdin, None
    assert pipe is not None
    threading.Thread(target=_give, args=[pipe, data], daemon=True).start()
    while True:
        try:
            return process.communicate(timeout=0.5)[0]
        except subprocess.TimeoutExpired:
            if not alive():
                raise Cancelled from None
            if time.monotonic() > deadline:
                raise Refused(TOO_MUCH, code="too_heavy") from None


def _give(pipe: IO[bytes], data: bytes) -> None:
    """What ended before it had read all of it breaks the pipe."""
    with contextlib.suppress(OSError), pipe:
        pipe.write(data)


def main(path: str, kind: str, seconds: str) -> None:
    raise_walls_around(path, memory=MEMORY, seconds=int(seconds))
    heap = ["+RTS", f"-M{HEAP}", "-RTS"]
    os.execv(path, [path, *heap, f"--from={kind}", *OPTIONS])  # noqa: S606 - all of it is ours


if __name__ == "__main__":
    main(*sys.argv[1:])
