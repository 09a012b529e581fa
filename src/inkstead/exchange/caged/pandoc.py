"""Pandoc in a cage of its own: it may start, and that is all. No file, no network, no second program, bounded memory.

What it gets was written again by `formats.converted` in the cage of the readers, and what it answers goes back there.
`python -m inkstead.exchange.caged.pandoc PROGRAM FORMAT SECONDS` becomes pandoc behind its walls.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import time
from pathlib import Path

from inkstead.lib.cage.calling_off import Alive, Cancelled
from inkstead.lib.cage.environment import bare_environment
from inkstead.lib.cage.walls import raise_walls_around
from inkstead.lib.refusals import Refused

MEMORY = "140M"  # of its heap; its program and what its runtime keeps beside it make that about 256 MiB
SECONDS = 30
WRITTEN = 64 * 1024 * 1024
READ_BY_PANDOC = {"odt": "OpenDocument texts (.odt)", "rtf": "rich text files (.rtf)"}
OPTIONS = ["--sandbox", "--to=html", "--wrap=none", "--no-highlight"]


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
    command = [sys.executable, "-m", __name__, must_be_there(kind), kind, str(SECONDS)]
    process = subprocess.Popen(  # noqa: S603 - our own program
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=bare_environment()
    )
    with process:
        try:
            answer = _answer(process, data, alive)
        finally:
            process.kill()
    if process.returncode or len(answer) > WRITTEN:
        raise Refused("This document cannot be read; it may be damaged, or too large to be read at once.", "damaged")
    return answer


def _answer(process: subprocess.Popen[bytes], data: bytes, alive: Alive) -> bytes:
    deadline = time.monotonic() + 2 * SECONDS
    given: bytes | None = data
    while True:
        try:
            return process.communicate(given, timeout=0.5)[0]
        except subprocess.TimeoutExpired:
            given = None
            if not alive():
                raise Cancelled from None
            if time.monotonic() > deadline:
                raise Refused("Reading it took more time than a document may take.", code="too_heavy") from None


def main(path: str, kind: str, seconds: str) -> None:
    raise_walls_around(path, seconds=int(seconds))
    heap = ["+RTS", f"-M{MEMORY}", "-RTS"]
    os.execv(path, [path, *heap, f"--from={kind}", *OPTIONS])  # noqa: S606 - all of it is ours


if __name__ == "__main__":
    main(*sys.argv[1:])
