from __future__ import annotations

from django.test import Client
from django.urls import reverse

from inkstead.stories.models import Visibility
from tests.api.calls import Program, described
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


def test_the_page_for_people_lists_every_endpoint(db: None) -> None:
    page = Client().get("/api/v1/")
    assert page.status_code == 200
    assert page.content.decode().count("<tr><td><code>") == sum(len(calls) for calls in described()["paths"].values())


def test_the_api_takes_no_name_from_the_pages(world: World) -> None:
    assert world.comment.get_absolute_url() == f"/comment/{world.comment.pk}/"
    assert reverse("api") == "/api/v1/"
