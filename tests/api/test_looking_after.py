"""Comments as lists, waves, hides, kept searches, browsers, heirs and leaving: by program as by page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.departures.models import Departure, Heir
from inkstead.discussion.actions import decide_talk, hide_comment, post_comment
from inkstead.discussion.models import Comment, Guest, Standing, Trace
from inkstead.stories.actions import edit_story, follow_story
from inkstead.stories.models import StoryFollow, Tag, TagAbove, Visibility
from tests.api.calls import Program
from tests.factories import make_token
from tests.notifications.push.services import FakeBrowser
from tests.world import World


@pytest.fixture
def by_cleo(world: World) -> Program:
    return Program(make_token(world.cleo))


def waiting(world: World) -> Comment:
    assert world.cleo.pen_name is not None
    decide_talk(world.story, who="everyone", approve_first=True, by=world.ana)
    return post_comment(world.part, body="May I come in, @Ben?", by=world.cleo, pen_name=world.cleo.pen_name)


def test_those_who_write_a_story_list_its_comments_also_what_waits_and_is_hidden(
    world: World, by_ana: Program, by_ben: Program
) -> None:
    said = waiting(world)
    path = f"/stories/{world.story.pk}/comments"
    ids = lambda show="": [row["id"] for row in by_ana.get(f"{path}?show={show}")["items"]]  # noqa: E731
    assert (ids("waiting"), ids("hidden"), set(ids())) == ([said.pk], [], {said.pk, world.comment.pk})
    told = by_ana.get(f"{path}?show=waiting")["items"][0]
    assert (told["state"], told["part"], told["body"]) == ("waiting", world.part.pk, "May I come in, @Ben?")
    hide_comment(world.comment, by=world.ana)
    assert ids("hidden") == [world.comment.pk]
    first = by_ana.get(f"{path}?limit=1")
    assert by_ana.get(f"{path}?limit=1&cursor={first['next']}")["next"] is None
    assert by_ana.get(f"{path}?q=come+in&part={world.part.pk}")["items"][0]["id"] == said.pk
    assert by_ana.get(f"{path}?show=secret").status == 422
    assert by_ana.get(f"{path}?cursor=mine").status == 400
    assert by_ben.get(path).status == 404


def test_a_comment_that_waits_is_read_by_its_author_and_by_those_who_look_after_it(
    world: World, by_ana: Program, by_ben: Program, by_cleo: Program
) -> None:
    said = waiting(world)
    path = f"/comments/{said.pk}"
    assert [program.get(path).status for program in (by_ana, by_cleo, by_ben)] == [200, 200, 404]
    assert by_cleo.patch(path, {"body": "May I?"})["body"] == "May I?"
    assert by_cleo.get("/me/comments")["items"][0] == by_cleo.get(path).json | {"part": world.part.pk}
    hide_comment(said, by=world.ana)
    assert by_cleo.patch(path, {"body": "I may!"}).status == 404
    edit_story(world.story, visibility=Visibility.PRIVATE, by=world.ana)
    assert by_cleo.get(path).status == 404
    mine = by_cleo.get("/me/comments?q=may")["items"][0]
    assert (mine["body"], mine["part"], mine["url"]) == ("May I?", None, "")


def test_a_wave_is_hidden_and_undone(world: World, by_ana: Program, by_ben: Program) -> None:
    spam = []
    for number in (1, 2):
        guest = Guest.objects.create(digest=f"g{number}")
        given: dict[str, Any] = {"guest_name": "Pill", "guest": guest, "state": Standing.WAITING}
        one = Comment.objects.create(part=world.part, body="Buy pills", created_at=timezone.now(), **given)
        Trace.objects.create(comment=one, at=one.created_at, network="n")
        spam.append(one.pk)
    assert by_ben.post(f"/comments/{spam[0]}/wave", {"alike": "text"}).status == 404
    assert by_ana.post(f"/comments/{world.comment.pk}/wave", {"alike": "text"}).status == 422
    made = by_ana.post(f"/comments/{spam[0]}/wave", {"alike": "text"})
    assert (made.status, made["comments"], made["undone"]) == (201, 2, False)
    assert set(Comment.objects.filter(pk__in=spam).values_list("state", flat=True)) == {Standing.HIDDEN}
    assert by_ana.get(f"/stories/{world.story.pk}/waves")["items"] == [made.json]
    assert by_ben.post(f"/waves/{made['id']}/undo").status == 404
    assert [by_ana.post(f"/waves/{made['id']}/undo")["undone"] for _ in "ab"] == [True, True]
    assert set(Comment.objects.filter(pk__in=spam).values_list("state", flat=True)) == {Standing.WAITING}


def test_stories_and_tags_are_hidden_and_shown_again(world: World, by_ben: Program) -> None:
    for path in (f"/stories/{world.story.pk}/hide", "/tags/sea/hide", "/names/ana/mute"):
        assert [by_ben.put(path).status for _ in "ab"] == [204, 204], path
    found = {(row["kind"], row["url"]) for row in by_ben.get("/me/hidden")["items"]}
    assert found == {("story", world.story.get_absolute_url()), ("tag", "/tag/sea/"), ("name", "/by/ana/")}
    for path in (f"/stories/{world.story.pk}/hide", "/tags/sea/hide"):
        assert [by_ben.delete(path).status for _ in "ab"] == [204, 204], path
    assert [row["kind"] for row in by_ben.get("/me/hidden")["items"]] == ["name"]
    assert by_ben.put("/tags/nowhere/hide").status == 404
    wide = Tag.objects.create(name="Waters", slug="waters")
    assert by_ben.put("/tags/waters/hide").status == 404
    TagAbove.objects.create(tag=Tag.objects.get(slug="sea"), wider=wide)  # which has a page now
    assert by_ben.put("/tags/waters/hide").status == 204


def test_searches_are_kept_and_forgotten(by_ben: Program, by_cleo: Program) -> None:
    kept = by_ben.post("/me/searches", {"query": "tag:sea comet"})
    assert (kept.status, kept["hides"]) == (201, False)
    assert by_ben.post("/me/searches", {"query": "horror", "hides": True})["feed"] is None
    assert {row["id"] for row in by_ben.get("/me/searches")["items"]} >= {kept["id"]}
    renewed = by_ben.post(f"/me/searches/{kept['id']}/address")
    assert renewed["feed"] != kept["feed"]
    assert by_cleo.post(f"/me/searches/{kept['id']}/address").status == 404
    assert by_cleo.delete(f"/me/searches/{kept['id']}").status == 204
    assert by_ben.delete(f"/me/searches/{kept['id']}").status == 204
    assert [row["query"] for row in by_ben.get("/me/searches")["items"]] == ["horror"]
    assert by_ben.post("/me/searches", {"query": " "}).status == 422


def test_browsers_are_told_and_told_no_more(by_ben: Program) -> None:
    given: dict[str, Any] = {"endpoint": "https://push.example/x", **FakeBrowser().keys, "label": "Kitchen"}
    made = by_ben.post("/me/notices/push", given)
    assert (made.status, made["label"]) == (201, "Kitchen")
    told = by_ben.get("/me/notices/push")
    assert (told["items"], len(told["key"]) > 80) == ([made.json], True)
    assert by_ben.post("/me/notices/push", {**given, "endpoint": "https://10.0.0.1/"}).status == 422
    assert by_ben.delete(f"/me/notices/push/{made['id']}").status == 204
    assert by_ben.get("/me/notices/push")["items"] == []


def test_an_heir_is_named_and_answers(world: World, by_ana: Program, by_ben: Program) -> None:
    named = by_ana.put("/me/heir", {"name": "Ben", "months": 6})
    assert (named["name"]["name"], named["accepted"]) == ("Ben", False)
    asked = by_ben.get("/me/heir")["named_by"][0]
    assert (asked["by"]["name"], asked["away"]) == ("Ana", False)
    assert by_ben.post(f"/me/heir/of/{asked['id']}/accept").status == 204
    assert by_ana.get("/me/heir")["heir"]["accepted"] is True
    assert by_ben.post(f"/me/heir/of/{asked['id']}/claim").json["error"]["message"] == "They were here not long ago."
    assert by_ana.post(f"/me/heir/of/{asked['id']}/accept").status == 404
    assert by_ana.put("/me/heir", {"name": "Nobody Such"}).status == 422
    assert by_ana.delete("/me/heir").status == 204
    assert not Heir.objects.exists()


def test_who_is_suspended_writes_to_nobody_by_naming_heirs(world: World, by_ana: Program) -> None:
    assert by_ana.put("/me/heir", {"name": "Ben"}).status == 200
    User.objects.filter(pk=world.ana.pk).update(standing="suspended")
    refused = by_ana.put("/me/heir", {"name": "Cleo"})
    assert (refused.status, refused.json["error"]["code"]) == (403, "suspended")
    assert by_ana.get("/me/heir")["heir"]["name"]["name"] == "Ben"
    assert by_ana.delete("/me/heir").status == 204


def test_leaving_wants_the_password_and_chooses(world: World, by_ana: Program) -> None:
    world.ana.set_password("a long word indeed")
    world.ana.save()
    choice = next(one for one in by_ana.get("/me/leave")["stories"] if one["story"] == world.story.pk)
    assert {"orphan", "tombstone", "delete"} <= {way["value"] for way in choice["ways"]}
    stories = {str(world.story.pk): "orphan"}
    assert by_ana.post("/me/leave", {"password": "wrong", "stories": stories}).status == 422
    assert (
        by_ana.post("/me/leave", {"password": "a long word indeed", "stories": {str(world.story.pk): "sell"}}).status
        == 422
    )
    unknown = {"999999": "orphan", "abc": "zzz"}
    refused = by_ana.post("/me/leave", {"password": "a long word indeed", "stories": unknown})
    assert refused.status == 422
    assert refused.json["error"]["message"] == "You have no story “999999”. Nothing has been changed."
    assert not Departure.objects.exists()
    assert by_ana.post("/me/leave", {"password": "a long word indeed", "stories": stories}).status == 200
    assert Departure.objects.get().stories[str(world.story.pk)] == "orphan"
    assert by_ana.get("/me").status == 401
    assert not User.objects.get(pk=world.ana.pk).is_active


def test_guesses_at_the_password_are_counted(by_ana: Program) -> None:
    answers = [by_ana.post("/me/leave", {"password": "wrong"}).status for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_what_is_closed_can_be_followed_no_longer(world: World, by_cleo: Program) -> None:
    follow_story(world.story, by=world.cleo)
    StoryFollow.objects.filter(user=world.cleo).update(created_at=timezone.now() - timedelta(days=1))
    edit_story(world.story, visibility=Visibility.PRIVATE, by=world.ana)
    assert by_cleo.delete(f"/stories/{world.story.pk}/follow").json == {"following": False}
    assert not StoryFollow.objects.filter(user=world.cleo).exists()
    assert by_cleo.delete(f"/stories/{world.story.pk}/follow").status == 404
