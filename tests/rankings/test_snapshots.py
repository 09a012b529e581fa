"""The public file of a day, and what somebody else can make of it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from inkstead.lib.refusals import Refused
from inkstead.rankings.models import Snapshot
from inkstead.rankings.snapshots import check_snapshot, forget_old_snapshots, make_snapshot, path_of
from inkstead.stories.models import Story
from tests.factories import make_user
from tests.rankings.by_hand import day, read, vote
from tests.rankings.test_standing import make_all, old_part

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken(tmp_path: Path) -> Path:
    """The file of yesterday, as somebody took it away."""
    for readers in (4, 9, 6):
        part = old_part()
        read(part, readers, ago=2)
        vote(part, [make_user()], ago=2)
    make_all()
    made = make_snapshot()
    assert made is not None
    assert made.day == day(1)
    assert make_snapshot() is None
    with default_storage.open(path_of(made.day)) as file:
        (tmp_path / "day.jsonl.gz").write_bytes(file.read())
    return tmp_path / "day.jsonl.gz"


def test_rankings_can_be_made_again_from_the_file(taken: Path) -> None:
    head = json.loads(gzip.decompress(taken.read_bytes()).splitlines()[0])
    assert len(head["first_places"]["read_week"]) == 3
    assert check_snapshot(taken) == []


def test_a_file_that_stays_names_no_story(taken: Path) -> None:
    """One may be hidden or deleted the next day."""
    told = gzip.decompress(taken.read_bytes()).decode()
    titles = list(Story.objects.values_list("title", flat=True))
    assert len(titles) >= 3
    assert [title for title in titles if title in told] == []


def test_a_place_that_was_bought_is_found_out(taken: Path) -> None:
    head, *rows = gzip.decompress(taken.read_bytes()).decode().splitlines()
    told = json.loads(head)
    told["first_places"]["read_week"].reverse()
    taken.write_bytes(gzip.compress("\n".join([json.dumps(told), *rows]).encode()))
    assert check_snapshot(taken) == ["read_week"]
    more = json.loads(rows[0])
    more["voices"] = {"week": 4}
    taken.write_bytes(gzip.compress("\n".join([head, json.dumps(more), *rows[1:]]).encode()))
    assert {"means", "loved_month"} <= set(check_snapshot(taken))


OTHERS = [b"", b"no gzip", gzip.compress(b"{}", mtime=0), gzip.compress(b"[1]", mtime=0), gzip.compress(b"\0", mtime=0)]


@pytest.mark.parametrize("content", OTHERS, ids=range(len(OTHERS)))
def test_other_files_are_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.gz").write_bytes(content)
    with pytest.raises(Refused, match=r"x\.gz is no file of rankings"):
        check_snapshot(tmp_path / "x.gz")


def test_old_files_go_but_for_the_first_of_a_month(taken: Path) -> None:
    Snapshot.objects.create(day="2020-03-01", stories=1, bytes=1)
    Snapshot.objects.create(day="2020-03-02", stories=1, bytes=1)
    forget_old_snapshots()
    assert Snapshot.objects.filter(day__year=2020).get().day.day == 1
