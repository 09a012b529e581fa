"""Files are read behind walls. Each wall is shown to stand by somebody who runs against it."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time

import pytest

from inkstead.exchange import cage
from inkstead.exchange.cage import read_in_cage
from inkstead.exchange.cage.environment import bare_environment
from inkstead.exchange.cage.walls import standing
from inkstead.exchange.formats.epub.write import write_epub
from inkstead.lib.refusals import Refused
from tests.exchange.formats.books import honest

linux = pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's")

TRIES = {
    "open a file": "open('/etc/passwd').read()",
    "make a file": "open('/tmp/inkstead-escaped', 'w')",
    "list a folder": "import os; os.listdir('/')",
    "open a connection": "import socket; socket.create_connection(('127.0.0.1', 5432), 1)",
    "start a program": "import os; os.execv('/bin/true', ['true'])",
    "start a process": "import os; os.fork()",
    "take memory": "x = bytearray(400 * 1024**2)",
}
BEHIND = """
import sys, socket
from inkstead.exchange.cage.walls import raise_walls
{raise_walls}
try:
    {attempt}
except (OSError, MemoryError):
    sys.exit(7)
"""


def attempt(code: str, *, behind: bool) -> int:
    walls = "raise_walls(memory=256 * 1024**2, seconds=5)" if behind else ""
    program = BEHIND.format(raise_walls=walls, attempt=code)
    return subprocess.run([sys.executable, "-c", program], check=False, timeout=60).returncode


@linux
@pytest.mark.parametrize("what", TRIES)
def test_behind_the_walls_nobody_can(what: str) -> None:
    assert attempt(TRIES[what], behind=True) == 7


@linux
@pytest.mark.parametrize("what", ["open a file", "list a folder", "start a program", "take memory"])
def test_without_the_walls_they_could(what: str) -> None:
    assert attempt(TRIES[what], behind=False) == 0


@linux
def test_this_machine_has_every_wall() -> None:
    assert standing().missing == []


def test_an_honest_file_is_read() -> None:
    assert read_in_cage("a.txt", b"It rained.").parts[0].html == "<p>It rained.</p>"
    assert len(read_in_cage("a.epub", write_epub(honest())).parts) == 3


def test_what_is_refused_inside_is_refused_outside() -> None:
    with pytest.raises(Refused, match="damaged or cut off"):
        read_in_cage("a.epub", b"PK nothing")


def test_a_reading_process_that_is_killed_is_started_again() -> None:
    read_in_cage("a.txt", b"One.")
    process = cage._keeper._process
    assert process is not None
    process.kill()
    process.wait()
    assert read_in_cage("a.txt", b"Two.").parts[0].html == "<p>Two.</p>"


def test_many_files_at_once() -> None:
    found: list[str] = []

    def read(number: int) -> None:
        found.append(read_in_cage("a.txt", f"N{number}.".encode()).parts[0].html)

    threads = [threading.Thread(target=read, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(found) == [f"<p>N{n}.</p>" for n in range(8)]


def test_no_secret_reaches_the_cage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INKSTEAD_SECRET_KEY", "quartz")
    assert "quartz" not in bare_environment().values()


def test_reading_leaves_no_process_behind() -> None:
    read_in_cage("a.txt", b"One.")
    process = cage._keeper._process
    assert process is not None
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and _children(process.pid):
        time.sleep(0.05)
    assert _children(process.pid) == []


def _children(pid: int) -> list[str]:
    with open(f"/proc/{pid}/task/{pid}/children") as file:  # noqa: PTH123
        return file.read().split()


def test_the_limits_of_this_process_stay_as_they_were() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS)
    read_in_cage("a.txt", b"One.")
    assert resource.getrlimit(resource.RLIMIT_AS) == before
    assert os.path.exists("/")  # noqa: PTH110
