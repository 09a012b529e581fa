from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from inkstead.stories.actions import withdraw_part
from inkstead.stories.models import State, Visibility
from tests.api.calls import Program
from tests.world import World


def test_ones_own_pen_names_are_told_to_oneself(world: World, by_ana: Program, by_ben: Program) -> None:
    told = by_ana.get("/me")
    assert told["pen_name"] == {"name": "Ana", "url": "/by/ana/"}
    assert [name["name"] for name in told["pen_names"]] == ["Ana", "Ada Quill"]
    assert "Ada" not in str([by_ben.get("/me").json, by_ben.get(f"/stories/{world.story.pk}").json])


@pytest.mark.parametrize("path", ["/me", "/me/settings", "/me/stories", "/me/places/1"])
def test_guests_have_nothing_of_their_own(world: World, by_guest: Program, path: str) -> None:
    assert by_guest.get(path).status == 401


def test_reading_settings_are_changed_one_by_one(world: World, by_ben: Program) -> None:
    assert by_ben.put("/me/settings", {"paper": "sepia", "size": "120"}).json == {"paper": "sepia", "size": "120"}
    assert by_ben.put("/me/settings", {"size": "100"}).json == {"paper": "sepia", "size": "100"}
    assert by_ben.get("/me/settings").json == {"paper": "sepia", "size": "100"}


@pytest.mark.parametrize(
    "given", [{"paper": "pink"}, {"colour": "red"}, {"size": 120}, {"size": ["120"]}, {"size": {}}]
)
def test_settings_that_do_not_exist_are_refused(world: World, by_ben: Program, given: dict[str, Any]) -> None:
    told = by_ben.put("/me/settings", given)
    assert (told.status, set(told["error"]["fields"])) == (422, set(given))


def test_a_place_is_kept_and_the_newest_wins(world: World, by_ben: Program) -> None:
    path, now = f"/me/places/{world.story.pk}", timezone.now()
    assert by_ben.get(path).status == 404
    newer = {"part": world.second.pk, "block": "b-2", "reached": 0.5, "at": now.isoformat()}
    older = {"part": world.part.pk, "block": "b-1", "reached": 1, "at": (now - timedelta(minutes=1)).isoformat()}
    kept = by_ben.put(path, newer)
    assert (kept["part"], kept["block"], kept["reached"]) == (world.second.pk, "b-2", 0.5)
    assert parse_datetime(kept["at"]) == now
    assert by_ben.put(path, older).json == by_ben.get(path).json == kept.json
    assert [by_ben.delete(path).status, by_ben.delete(path).status, by_ben.get(path).status] == [204, 204, 404]


def test_a_place_is_nobody_elses(world: World, by_ben: Program, by_cleo: Program) -> None:
    by_ben.put(f"/me/places/{world.story.pk}", {"part": world.part.pk})
    assert by_cleo.get(f"/me/places/{world.story.pk}").status == 404


def test_a_place_in_a_part_that_is_gone_is_not_told(world: World, by_ben: Program) -> None:
    path = f"/me/places/{world.story.pk}"
    by_ben.put(path, {"part": world.part.pk})
    withdraw_part(world.part, by=world.ana)
    assert by_ben.get(path).status == 404


def test_a_place_stands_in_a_part_that_one_sees(world: World, by_cleo: Program) -> None:
    hidden = world.parts[Visibility.FOLLOWERS, State.PUBLISHED]
    assert by_cleo.put(f"/me/places/{hidden.story_id}", {"part": hidden.pk}).status == 404
    assert by_cleo.put(f"/me/places/{world.story.pk}", {"part": world.draft.pk}).status == 404
    other = by_cleo.put(f"/me/places/{world.stories[Visibility.UNLISTED].pk}", {"part": world.part.pk})
    assert (other.status, set(other["error"]["fields"])) == (422, {"part"})


@pytest.mark.parametrize(
    "wrong",
    [{"reached": 1.1}, {"reached": -1}, {"reached": "1"}, {"reached": True}, {"block": "x" * 17}, {"block": "<b>"},
     {"at": "2030-01-01"}, {"at": "yesterday"}, {"part": 2**63}, {"part": "1"}, {"page": 3}],
)  # fmt: skip
def test_a_place_that_can_be_none_is_refused(world: World, by_ben: Program, wrong: dict[str, Any]) -> None:
    told = by_ben.put(f"/me/places/{world.story.pk}", {"part": world.part.pk, **wrong})
    assert (told.status, set(told["error"]["fields"])) == (422, set(wrong))


def test_a_writer_finds_everything_of_their_pen_name(world: World, by_ana: Program, by_ben: Program) -> None:
    assert {item["title"] for item in by_ana.get("/me/stories")["items"]} == {s.title for s in world.stories.values()}
    assert by_ben.get("/me/stories").json == {"items": [], "next": None}
