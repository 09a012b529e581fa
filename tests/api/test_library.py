"""Follows, shelves, history and notices through the API."""

from __future__ import annotations

import pytest

from inkstead.library.actions import edit_shelf, keep_place, make_shelf
from inkstead.notifications.actions import News, tell
from inkstead.stories.models import Visibility
from tests.api.calls import Program
from tests.factories import make_part, make_story
from tests.world import World

PATHS = ["/me/follows", "/me/shelves", "/me/history", "/me/notices", "/me/notices/choices"]


@pytest.mark.parametrize("path", PATHS)
def test_these_are_for_people_who_are_known(path: str, by_guest: Program) -> None:
    assert by_guest.get(path).status == 401


def test_following_through_the_api_is_harmless_to_repeat(world: World, by_ben: Program, by_cleo: Program) -> None:
    shelf = edit_shelf(make_shelf(title="Salt", by=world.ana), sharing="public", by=world.ana)
    paths = [
        f"/stories/{world.story.pk}/follow",
        "/names/ana/follow",
        "/tags/sea/follow",
        f"/shelves/{shelf.pk}/follow",
    ]
    for path in [*paths, *paths]:
        assert by_ben.put(path, {}).json == {"following": True}, path
    kinds = [item["kind"] for item in by_ben.get("/me/follows").json["items"]]
    assert kinds == ["story", "story", "name", "tag", "shelf"]
    for path in [*paths, *paths]:
        assert by_ben.delete(path).json == {"following": False}, path
    hidden = make_shelf(title="Pepper", by=world.ana)
    for path in (
        f"/stories/{world.stories[Visibility.PRIVATE].pk}/follow",
        "/names/nobody/follow",
        "/tags/nothing/follow",
        f"/shelves/{hidden.pk}/follow",
    ):
        assert by_cleo.put(path, {}).status == 404, path


def test_a_shelf_through_the_api(world: World, by_ben: Program, by_cleo: Program, by_guest: Program) -> None:
    pk = by_ben.post("/me/shelves", {"title": "Salt"}).json["id"]
    path = f"/me/shelves/{pk}"
    put = by_ben.put(f"{path}/stories/{world.story.pk}", {"note": "Twice.", "place": 1})
    assert (put.status, put.json["note"], put.json["place"]) == (200, "Twice.", 1)
    assert by_ben.put(f"{path}/stories/{world.story.pk}", {"note": "x" * 10_001}).status == 413
    assert by_ben.put(f"{path}/stories/{world.stories[Visibility.PRIVATE].pk}", {}).status == 404
    assert [by_cleo.get(path).status, by_cleo.patch(path, {"title": "Mine"}).status, by_cleo.delete(path).status] == [
        404,
        404,
        404,
    ]
    assert by_guest.get(f"/shelves/{pk}").status == 404
    assert by_ben.patch(path, {"sharing": "public"}).json["sharing"] == "public"
    assert [item["title"] for item in by_guest.get(f"/shelves/{pk}").json["items"]] == ["The Lighthouse"]
    assert by_ben.delete(f"{path}/stories/{world.story.pk}").status == 204
    assert by_ben.delete(path).status == 204
    assert len(by_ben.get("/me/shelves").json["items"]) == 4


def test_a_story_at_the_end_of_a_very_long_shelf_is_told_with_its_place(
    world: World, by_ben: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inkstead.library.queries.shelves.SHOWN", 1)
    path = f"/me/shelves/{by_ben.post('/me/shelves', {'title': 'Salt'}).json['id']}/stories"
    by_ben.put(f"{path}/{world.story.pk}", {})
    other = make_story(world.ana, "Another")
    make_part(other)
    put = by_ben.put(f"{path}/{other.pk}", {"note": "Later."})
    assert (put.status, put.json["place"], put.json["note"]) == (200, 2, "Later.")
    assert by_ben.put(f"{path}/{other.pk}", {"place": 1}).json["place"] == 1


def test_a_history_through_the_api(world: World, by_ben: Program) -> None:
    keep_place(world.part, block="", reached=0.5, by=world.ben)
    told = by_ben.get("/me/history").json
    assert ([item["part"] for item in told["items"]], told["paused"]) == ([world.part.pk], False)
    by_ben.put("/me/history", {"paused": True})
    by_ben.delete(f"/me/history/{world.part.pk}")
    told = by_ben.get("/me/history").json
    assert (told["items"], told["paused"]) == ([], True)


def test_notices_through_the_api(world: World, by_ben: Program, by_cleo: Program) -> None:
    tell([world.ben.pk], News("part", f"part:{world.second.pk}", world.story.pk, world.second.pk))
    told = by_ben.get("/me/notices").json
    assert ([item["text"] for item in told["items"]], told["unread"]) == (
        ["A new part of “The Lighthouse”: The Second Night"],
        1,
    )
    assert by_cleo.post("/me/notices/read", {"ids": told["items"][0]["ids"]}).json == {"unread": 0}
    assert by_ben.get("/me/notices?new=true").json["unread"] == 1
    assert by_ben.post("/me/notices/read", {"ids": told["items"][0]["ids"]}).json == {"unread": 0}
    changed = by_ben.put("/me/notices/choices", {"hour": 7, "switches": {"vote": {"mail": True}}}).json
    assert (changed["hour"], next(row for row in changed["switches"] if row["kind"] == "vote")["mail"]) == (7, True)
    assert by_ben.put("/me/notices/choices", {"switches": {"nothing": {}}}).status == 422
