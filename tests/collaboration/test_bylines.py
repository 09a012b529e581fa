"""Who is named to the public, and who is no reader: on kept pages, from the moment it changes."""

from __future__ import annotations

import re

import pytest

from inkstead.accounts.models import User
from inkstead.collaboration.actions import change_role, remove_contributor
from inkstead.reading import counting
from inkstead.reading.models import Read
from inkstead.stories.actions import publish_part
from inkstead.stories.models import Role, State, Visibility
from tests.collaboration.conftest import works_on
from tests.factories import make_part, make_story, make_token, make_user
from tests.through_front import FrontClient
from tests.world import World


def named(text: str) -> str:
    """The line that says who wrote it, as words."""
    found = re.search(r'<p class="(?:story-by|part-story)">(.*?)</p>', text, re.DOTALL)
    assert found is not None
    return re.sub(r"<[^>]*>", "", found[1]).strip()


def test_coauthors_are_named_from_the_moment_they_join(world: World, front: FrontClient, ben: User) -> None:
    story, part = world.story.get_absolute_url(), world.part.get_absolute_url()
    assert (named(front.get(story).text), named(front.get(part).text)) == ("by Ana", "The Lighthouse by Ana")
    found = works_on(world.story, ben, Role.COAUTHOR)
    text = front.get(story).text
    assert named(text) == "by Ana and Ben"
    assert "<title>The Lighthouse by Ana and Ben" in text
    assert named(front.get(part).text) == "The Lighthouse by Ana and Ben"
    works_on(world.story, make_user("Dora"), Role.COAUTHOR)
    assert named(front.get(story).text) == "by Ana, Ben and Dora"
    remove_contributor(found, by=world.ana)
    assert named(front.get(part).text) == "The Lighthouse by Ana and Dora"


@pytest.mark.parametrize("role", [Role.EDITOR, Role.BETA])
def test_nobody_else_is_named_anywhere(world: World, front: FrontClient, ben: User, role: Role) -> None:
    works_on(world.story, ben, role)
    for path in (world.story.get_absolute_url(), world.second.get_absolute_url(), "/", "/stories/", "/by/ana/"):
        assert ">Ben<" not in front.get(path).text
    assert world.story.title not in front.get("/by/ben/").text
    answer = front.get(f"/api/v1/stories/{world.story.pk}").json()
    assert [author["name"] for author in answer["authors"]] == ["Ana"]


def test_a_coauthors_own_page_lists_the_story(world: World, front: FrontClient, ben: User) -> None:
    assert "The Lighthouse" not in front.get("/by/ben/").text
    found = works_on(world.story, ben, Role.COAUTHOR)
    assert "The Lighthouse" in front.get("/by/ben/").text
    assert "The Lighthouse" in front.get("/by/ana/").text
    change_role(found, role=Role.EDITOR, by=world.ana)
    assert "The Lighthouse" not in front.get("/by/ben/").text


def test_it_is_listed_there_as_soon_as_it_comes_out(world: World, front: FrontClient, ben: User) -> None:
    story = make_story(world.ana, "Still Quiet")
    part = make_part(story, state=State.DRAFT)
    works_on(story, ben, Role.COAUTHOR)
    assert "Still Quiet" not in front.get("/by/ben/").text
    publish_part(part, by=ben)
    assert "Still Quiet" in front.get("/by/ben/").text


def test_hidden_stories_stay_hidden_on_every_names_page(world: World, front: FrontClient, ben: User) -> None:
    for visibility in (Visibility.PRIVATE, Visibility.UNLISTED, Visibility.FOLLOWERS):
        works_on(world.stories[visibility], ben, Role.COAUTHOR)
    text = front.get("/by/ben/").text
    assert [story.title for story in world.stories.values() if story.title in text] == []


def test_a_story_from_right_to_left_names_them_without_english(world: World, front: FrontClient, ben: User) -> None:
    story = make_story(world.ana, "قصة", language="ar")
    part = make_part(story, "أول")
    works_on(story, ben, Role.COAUTHOR)
    assert named(front.get(story.get_absolute_url()).text) == "Ana · Ben"
    assert named(front.get(part.get_absolute_url()).text) == "قصة – Ana · Ben"


def test_the_api_tells_all_authors(world: World, front: FrontClient, ben: User) -> None:
    works_on(world.story, ben, Role.COAUTHOR)
    one = front.get(f"/api/v1/stories/{world.story.pk}").json()
    listed = next(item for item in front.get("/api/v1/stories").json()["items"] if item["id"] == world.story.pk)
    for told in (one, listed):
        assert told["author"]["name"] == "Ana"
        assert [(author["name"], author["url"]) for author in told["authors"]] == [
            ("Ana", "/by/ana/"),
            ("Ben", "/by/ben/"),
        ]


@pytest.mark.parametrize("how", ["known to the front", "a first request", "a token"])
@pytest.mark.parametrize("role", Role.values)
def test_who_works_on_a_story_is_no_reader_of_it(
    world: World, front: FrontClient, ben: User, role: str, how: str
) -> None:
    def read() -> int:
        told, path = {"reached": 0.9, "seconds": 60}, f"/api/v1/parts/{world.part.pk}/reads"
        if how == "known to the front":
            front.get(world.part.get_absolute_url(), by=ben)
        if how == "a token":
            front.send("POST", path, told, Authorization=f"Bearer {make_token(ben, role)}")
        else:
            front.send("POST", path, told, by=ben)
        counting.buffer.flush()
        return Read.objects.count()

    front.send("POST", f"/api/v1/parts/{world.part.pk}/reads", {"reached": 0.9, "seconds": 60})  # remembers the part
    counting.buffer.flush()
    found = works_on(world.story, ben, role)
    assert read() == 1  # the guest's
    remove_contributor(found, by=world.ana)
    assert read() == 2


def test_tools_on_public_pages_are_for_those_who_work_on_it(world: World, front: FrontClient, ben: User) -> None:
    path = world.part.get_absolute_url()
    assert "Edit this part" not in front.get(path, by=ben).text
    works_on(world.story, ben, Role.COAUTHOR)
    assert "Edit this part" in front.get(path, by=ben).text
    assert "Edit this part" not in front.get(path, by=world.cleo).text
