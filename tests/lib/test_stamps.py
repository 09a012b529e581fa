from __future__ import annotations

import multiprocessing
import threading
from pathlib import Path

import pytest
from pytest_django import Settings

from inkstead.lib import stamps
from inkstead.lib.stamps import SIZE, SLOTS, Stamps, slot_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run" / "stamps"


def test_a_touch_changes_its_name_and_the_epoch_only(path: Path) -> None:
    table = Stamps.open(path)
    before, epoch = table.stamps_of(("part:1", "part:2")), table.epoch()
    table.touch(("part:1",))
    assert table.epoch() != epoch
    assert not table.unchanged(("part:1",), before[:1])
    assert table.unchanged(("part:2",), before[1:])


def test_a_snapshot_stays_as_it_was(path: Path) -> None:
    table = Stamps.open(path)
    snapshot = table.snapshot()
    old = table.stamps_of(("part:1",), snapshot)
    table.touch(("part:1",))
    assert table.stamps_of(("part:1",), snapshot) == old
    assert not table.unchanged(("part:1",), old)


def test_touching_everything_leaves_no_name_as_it_was(path: Path) -> None:
    table = Stamps.open(path)
    before = list(table.snapshot())
    table.touch_all()
    assert all(old != new for old, new in zip(before, table.snapshot(), strict=True))


def test_everybody_looks_at_the_same_table_and_it_survives(path: Path) -> None:
    first = Stamps.open(path)
    second = Stamps.open(path)
    first.touch(("part:1",))
    assert second.stamps_of(("part:1",)) == first.stamps_of(("part:1",)) != (0,)
    assert Stamps.open(path).unchanged(("part:1",), first.stamps_of(("part:1",)))


def test_a_truncated_file_is_mended_for_those_who_look_at_it_already(path: Path) -> None:
    first = Stamps.open(path)
    before = first.stamps_of(("part:1",))
    with path.open("r+b") as file:
        file.truncate(100)
    second = Stamps.open(path)
    assert path.stat().st_size == SIZE
    assert not first.unchanged(("part:1",), before)
    assert first.unchanged(("part:1",), second.stamps_of(("part:1",)))


def test_opening_at_once_gives_everybody_one_table(path: Path) -> None:
    gate, opened = threading.Barrier(8), []

    def open_one() -> None:
        gate.wait()
        opened.append(Stamps.open(path))

    threads = [threading.Thread(target=open_one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    opened[0].touch(("part:1",))
    assert {table.stamps_of(("part:1",)) for table in opened} == {opened[0].stamps_of(("part:1",))}
    assert [file.name for file in path.parent.iterdir()] == ["stamps"]


def test_another_process_sees_the_change(path: Path) -> None:
    table = Stamps.open(path)
    before = table.stamps_of(("part:1",))
    child = multiprocessing.get_context("spawn").Process(target=touch_part, args=(path,))
    child.start()
    child.join()
    assert not table.unchanged(("part:1",), before)


def touch_part(path: Path) -> None:
    Stamps.open(path).touch(("part:1",))


def test_slots_are_stable_and_never_the_epoch() -> None:
    assert slot_of("part:345") == 37_344  # all processes and versions must agree
    assert all(1 <= slot_of(f"part:{number}") < SLOTS for number in range(1000))


def test_current_follows_the_settings(settings: Settings, path: Path) -> None:
    settings.STAMPS_PATH = path
    assert stamps.current() is stamps.current()
    assert path.exists()
    assert stamps.machine() == stamps.machine()
    assert len(stamps.machine()) <= 200
