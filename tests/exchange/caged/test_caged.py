"""Manuscripts are read in a cage."""

from __future__ import annotations

import os
import resource
import threading
import time

import pytest

from inkstead.exchange.caged import CAGE, read_in_cage
from inkstead.exchange.formats.epub.write import write_epub
from inkstead.lib.cage.environment import bare_environment
from inkstead.lib.refusals import Refused
from tests.exchange.formats.books import honest


def test_an_honest_file_is_read() -> None:
    assert read_in_cage("a.txt", b"It rained.").parts[0].html == "<p>It rained.</p>"
    assert len(read_in_cage("a.epub", write_epub(honest())).parts) == 3


def test_what_is_refused_inside_is_refused_outside() -> None:
    with pytest.raises(Refused, match="damaged or cut off"):
        read_in_cage("a.epub", b"PK nothing")


def test_a_reading_process_that_is_killed_is_started_again() -> None:
    read_in_cage("a.txt", b"One.")
    process = CAGE.process
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
    process = CAGE.process
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
