from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from inkstead.exchange.moving import send_on
from inkstead.stories.actions import follow_story
from inkstead.stories.models import Story, Visibility
from tests.api.calls import Program, described
from tests.discovery.indexing import index_all
from tests.factories import make_part, make_story
from tests.world import World


def test_a_writer_makes_a_story_a_part_and_publishes_it(world: World, by_ana: Program, by_guest: Program) -> None:
    story = by_ana.post("/stories", {"title": "Tides", "summary": "Salt.", "tags": ["Salt", "slow burn"]})
    assert (story.status, story["url"]) == (201, f"/story/{story['id']}-tides/")
    part = by_ana.post(
        f"/stories/{story['id']}/parts", {"title": "One", "text": "He left.\n\n* * *\n\nShe stayed.", "format": "text"}
    )
    assert (part.status, part["state"], part["revision"]) == (201, "draft", 1)
    assert by_guest.get(f"/parts/{part['id']}").status == 404
    assert by_ana.post(f"/parts/{part['id']}/publish")["state"] == "published"
    shown = by_guest.get(f"/parts/{part['id']}")
    assert [scene["paragraphs"] for scene in shown["scenes"]] == [1, 1]
    assert [block["text"] for block in shown["blocks"]] == ["He left.", "* * *", "She stayed."]
    assert (shown["counts"], shown["words"]) == ({"reads": 0, "votes": 0, "comments": 0}, 4)
    told = by_guest.get(f"/stories/{story['id']}")
    assert [entry["title"] for entry in told["contents"]] == ["One"]
    assert [tag["name"] for tag in told["tags"]] == ["Salt", "slow burn"]


def test_the_list_names_what_strangers_may_find_to_everybody(
    world: World, by_ana: Program, by_ben: Program, by_guest: Program
) -> None:
    for program in (by_ana, by_ben, by_guest):
        assert [item["title"] for item in program.get("/stories")["items"]] == ["The Lighthouse"]


def test_who_sees_which_story(world: World, by_ana: Program, by_ben: Program, by_guest: Program) -> None:
    def seen(program: Program) -> set[Visibility]:
        return {key for key, story in world.stories.items() if program.get(f"/stories/{story.pk}").status == 200}

    assert seen(by_guest) == {Visibility.PUBLIC, Visibility.UNLISTED}
    assert seen(by_ben) == {Visibility.PUBLIC, Visibility.UNLISTED, Visibility.FOLLOWERS}
    assert seen(by_ana) == set(Visibility)


def test_a_story_that_moved_says_where_it_stands(world: World, by_guest: Program) -> None:
    assert by_guest.get(f"/stories/{world.story.pk}")["moved_to"] == ""
    there = "https://new.example/from/old.example/ana/"
    for to, told in ((there, f"{there}story/{world.story.pk}/"), ("https://x.example/7", "https://x.example/7")):
        send_on(world.story, to=to, by=world.ana)
        assert by_guest.get(f"/stories/{world.story.pk}")["moved_to"] == told


def test_the_page_for_people_lists_every_endpoint(db: None) -> None:
    page = Client().get("/api/v1/")
    assert page.status_code == 200
    assert page.content.decode().count("<tr><td><code>") == sum(len(calls) for calls in described()["paths"].values())


def test_the_api_takes_no_name_from_the_pages(world: World) -> None:
    assert world.comment.get_absolute_url() == f"/comment/{world.comment.pk}/"
    assert reverse("api") == "/api/v1/"


def test_parts_that_are_not_told_of_are_in_no_list_and_no_count(
    world: World, by_ana: Program, by_ben: Program, by_cleo: Program
) -> None:
    """Visibility of one part in a public story: strangers learn neither of it nor from the numbers."""
    path, before = f"/stories/{world.story.pk}", by_cleo.get(f"/stories/{world.story.pk}").json
    for visibility in (Visibility.UNLISTED, Visibility.PRIVATE):
        make_part(world.story, f"A {visibility} one", visibility=visibility)
    assert by_cleo.get(path).json == before
    make_part(world.story, "For followers", visibility=Visibility.FOLLOWERS)
    assert [entry["title"] for entry in by_cleo.get(path)["contents"]] == [e["title"] for e in before["contents"]]
    follow_story(world.story, by=world.ben)
    assert [e["title"] for e in by_ben.get(path)["contents"]][-1:] == ["For followers"]
    assert len(by_ana.get(path)["contents"]) == len(before["contents"]) + 6


def test_lists_are_filtered_sorted_and_cut_into_pages(world: World, by_ana: Program, by_guest: Program) -> None:
    for title, tags, status in (
        ("Alder", ["sea"], "complete"),
        ("Birch", ["wood"], "ongoing"),
        ("Cedar", ["wood", "sea"], "hiatus"),
    ):
        story = make_story(world.cleo, title, tags=tags, status=status)
        make_part(story)

    def titles(query: str) -> list[str]:
        return [item["title"] for item in by_guest.get(f"/stories?{query}")["items"]]

    index_all()
    assert titles("sort=title") == ["Alder", "Birch", "Cedar", "The Lighthouse"]
    assert titles("sort=title&tag=sea&tag=wood") == ["Cedar"]
    assert titles("sort=title&-tag=wood&-tag=lamps") == ["Alder"]
    assert titles("status=complete") == ["Alder"]
    assert titles("q=light") == ["The Lighthouse"]
    assert by_guest.get("/stories?q=cedar+words:many")["told"] == ["“words:” wants a number, as in words:>5000."]
    assert titles("q=cleo&sort=new") == ["Cedar", "Birch", "Alder"]
    for sort in ("updated", "new", "title", "reads", "votes", "words"):
        seen, cursor = [], ""
        while cursor is not None:
            page = by_guest.get(f"/stories?sort={sort}&limit=1&cursor={cursor}")
            seen += [item["title"] for item in page["items"]]
            cursor = page["next"]
        assert seen == titles(f"sort={sort}")
        assert len(seen) == 4


def test_a_forged_cursor_and_one_of_another_order_are_refused(world: World, by_guest: Program) -> None:
    make_part(make_story(world.cleo, "Alder"))
    ours = by_guest.get("/stories?limit=1&sort=title")["next"]
    forged = ["abc", "W10:1t:x", ours[:-2] + "zz", "." + ours, "%00"]
    asked = [by_guest.get(f"/stories?sort=title&cursor={cursor}") for cursor in forged]
    asked.append(by_guest.get(f"/stories?sort=votes&cursor={ours}"))
    assert {(told.status, told.code) for told in asked} == {(400, "bad_cursor")}


def test_a_limit_has_bounds(world: World, by_guest: Program) -> None:
    for limit in ("0", "51", "-1", "x", "9" * 400):
        told = by_guest.get(f"/stories?limit={limit}")
        assert (told.status, set(told["error"]["fields"])) == (422, {"limit"})


def test_a_story_is_changed_and_deleted_by_its_author_only(world: World, by_ana: Program, by_cleo: Program) -> None:
    path = f"/stories/{world.story.pk}"
    told = by_ana.patch(path, {"title": "The Lamp", "tags": ["night"], "warnings": ["storms"], "rating": "teen"})
    assert (told["title"], told["url"]) == ("The Lamp", f"/story/{world.story.pk}-the-lamp/")
    assert ([tag["name"] for tag in told["tags"]], told["warnings"], told["rating"]) == (["night"], ["storms"], "teen")
    assert told["summary"] == world.story.summary
    assert [by_cleo.patch(path, {"title": "Mine"}).status, by_cleo.delete(path).status] == [403, 403]
    hidden = f"/stories/{world.stories[Visibility.PRIVATE].pk}"
    assert [by_cleo.patch(hidden, {"title": "Mine"}).status, by_cleo.delete(hidden).status] == [404, 404]
    assert [by_ana.delete(path).status, by_ana.delete(path).status, by_cleo.get(path).status] == [204, 404, 404]


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"language": "klingon!"}, {"status": "done"}, {"rating": 3}, {"visibility": "secret"},
     {"warnings": "storms"}, {"tags": ["x" * 61]}, {"author": 3}, {"id": 1}, {"parts_published": 5}],
)  # fmt: skip
def test_a_story_that_can_be_none_is_refused(world: World, by_ana: Program, wrong: dict[str, Any]) -> None:
    told = by_ana.post("/stories", {"title": "T", **wrong})
    assert (told.status in (413, 422), set(told["error"]["fields"])) == (True, set(wrong))


def test_a_deleted_story_lies_in_the_bin_and_comes_back(world: World, by_ana: Program, by_ben: Program) -> None:
    path = f"/stories/{world.story.pk}"
    assert by_ana.delete(path).status == 204
    assert {by_ana.get(path).status, by_ben.get(path).status, by_ben.post(path + "/restore").status} == {404}
    back = by_ana.post(path + "/restore")
    assert (back.status, back["visibility"], by_ben.get(path).status) == (200, "public", 200)
    assert by_ana.delete(path + "?for_good=true").status == 204
    assert not Story.objects.filter(pk=world.story.pk).exists()
