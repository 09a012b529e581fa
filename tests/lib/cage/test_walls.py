"""Each wall is shown to stand by somebody who runs against it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from inkstead.lib.cage.walls import standing

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
from inkstead.lib.cage.walls import raise_walls
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
