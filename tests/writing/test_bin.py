"""The bin's pages, the buttons that undo, and that nothing of what lies there is seen by anybody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inkstead.stories import actions
from inkstead.stories.models import Contributor, Part, Story, Tag, Visibility
from tests.conftest import ClientOf
from tests.factories import make_part, make_story
from tests.through_front import FrontClient
from tests.world import World

SECRET = "Wintergreen"


@pytest.fixture
def thrown(world: World) -> tuple[Story, Part]:
    """A public story with words of its own in every place that is shown somewhere, and its part."""
    story = make_story(world.ana, f"{SECRET} story", summary=f"{SECRET} summary.", tags=[f"{SECRET} tag"])
    return story, make_part(story, f"{SECRET} part", text=f"{SECRET} text.", notes_before=f"{SECRET} note")


def public_answers(front: FrontClient, world: World, story: Story, part: Part, by: object) -> Iterator[tuple[str, str]]:
    tag = Tag.objects.get(name=f"{SECRET} tag")
    assert world.ana.pen_name is not None
    for path in (
        *("/", "/stories/", f"/search/?q={SECRET}", world.ana.pen_name.get_absolute_url(), tag.get_absolute_url()),
        *(story.get_absolute_url(), part.get_absolute_url(), f"{part.get_absolute_url()}comments/"),
        *(f"/share/story/{story.pk}.png", "/library/", "/api/v1/stories", f"/api/v1/stories?q={SECRET}"),
        *(f"/api/v1/stories/{story.pk}", f"/api/v1/parts/{part.pk}", f"/api/v1/parts/{part.pk}/comments"),
        *("/write/", "/write/bin/", "/me/"),
    ):
        answer = front.get(path, by=by)
        body = "a picture" if path.endswith(".png") and answer.status == 200 else answer.text
        # What somebody searched for stands in the field again.
        yield path, body.replace(f'value="{SECRET}"', "").replace(f"“{SECRET}”", "")


def seen_at(front: FrontClient, world: World, story: Story, part: Part, by: object) -> set[str]:
    return {
        path
        for path, body in public_answers(front, world, story, part, by)
        if SECRET in body or SECRET.lower() in body or body == "a picture"
    }


@pytest.mark.parametrize("who", ["stranger", "ben", "cleo"])
@pytest.mark.parametrize("what", ["story", "part"])
def test_nothing_of_what_lies_in_the_bin_is_seen(
    world: World, front: FrontClient, thrown: tuple[Story, Part], who: str, what: str
) -> None:
    story, part = thrown
    by = getattr(world, who, None)
    actions.follow_story(story, by=world.ben)
    part_shown = {part.get_absolute_url(), f"/api/v1/parts/{part.pk}", f"{part.get_absolute_url()}comments/"}
    before = seen_at(front, world, story, part, by)
    # The control: all of it was seen, and kept, a moment ago.
    assert part_shown | {"/", "/stories/", story.get_absolute_url(), f"/share/story/{story.pk}.png"} <= before
    if what == "story":
        actions.bin_story(story, by=world.ana)
        assert seen_at(front, world, story, part, by) == set()
        actions.restore_story(story, by=world.ana)
        assert seen_at(front, world, story, part, by) == before
    else:
        actions.bin_part(part, by=world.ana)
        assert seen_at(front, world, story, part, by) == set()  # it was the story's only part


def test_the_bin_tells_what_is_in_it_and_how_long(world: World, client_of: ClientOf) -> None:
    story = world.stories[Visibility.UNLISTED]
    actions.bin_story(story, by=world.ana)
    actions.bin_part(world.part, by=world.ana)
    Part.objects.filter(pk=world.part.pk).update(binned_at=timezone.now() - timedelta(days=29, hours=1))
    page = client_of(world.ana).get("/write/bin/").content.decode()
    assert story.title in page
    assert world.part.title in page
    assert "30 days left" in page
    assert "1 day left" in page
    assert "The bin is empty" in client_of(world.ben).get("/write/bin/").content.decode()


def test_the_bin_costs_the_same_for_one_thing_and_for_many(world: World, client_of: ClientOf) -> None:
    client = client_of(world.ana)

    def queries() -> int:
        client.get("/write/bin/")
        with CaptureQueriesContext(connection) as found:
            assert client.get("/write/bin/").status_code == 200
        return len(found)

    actions.bin_part(world.part, by=world.ana)
    actions.bin_story(world.stories[Visibility.UNLISTED], by=world.ana)
    few = queries()
    actions.bin_parts(world.story, [world.second, world.draft], by=world.ana)
    for visibility in (Visibility.FOLLOWERS, Visibility.PRIVATE):
        actions.bin_story(world.stories[visibility], by=world.ana)
    assert queries() == few


def test_throwing_away_restoring_and_deleting_for_good_by_forms(world: World, client_of: ClientOf) -> None:
    client, story, part = client_of(world.ana), world.story, world.part
    client.post(f"/write/part/{part.pk}/delete/")
    assert client.get(f"/write/part/{part.pk}/").status_code == 404
    assert client.post(f"/write/bin/part/{part.pk}/restore/").status_code == 302
    assert client.get(f"/write/part/{part.pk}/").status_code == 200
    client.post(f"/write/part/{part.pk}/delete/")
    assert client.get(f"/write/bin/part/{part.pk}/delete/").status_code == 200
    client.post(f"/write/bin/part/{part.pk}/delete/")
    assert not Part.objects.filter(pk=part.pk).exists()

    client.post(f"/write/story/{story.pk}/delete/")
    assert client.post(f"/write/bin/story/{story.pk}/delete/", {"title": "The Lighthous"}).status_code == 422
    assert client.post(f"/write/bin/story/{story.pk}/restore/")["Location"] == f"/write/story/{story.pk}/"
    assert client.post(f"/write/bin/story/{story.pk}/delete/", {"title": story.title}).status_code == 404
    client.post(f"/write/story/{story.pk}/delete/")
    assert client.post(f"/write/bin/story/{story.pk}/delete/", {"title": " the  lighthouse "}).status_code == 302
    assert not Story.objects.filter(pk=story.pk).exists()


def test_nobody_else_restores_or_deletes(world: World, client_of: ClientOf) -> None:
    actions.bin_part(world.part, by=world.ana)
    story = world.stories[Visibility.UNLISTED]
    actions.bin_story(story, by=world.ana)
    assert world.ben.pen_name is not None
    paths = [
        f"/write/bin/{kind}/{pk}/{act}/"
        for kind, pk in (("part", world.part.pk), ("story", story.pk))
        for act in ("restore", "delete")
    ]
    assert {client_of(world.ben).post(path, {"title": story.title}).status_code for path in paths} == {404}
    Contributor.objects.create(story=world.story, pen_name=world.ben.pen_name, role="editor")
    assert client_of(world.ben).post(paths[0]).status_code == 403
    assert world.part.title not in client_of(world.ben).get("/write/bin/").content.decode()
    Contributor.objects.filter(story=world.story).update(role="coauthor")
    assert world.part.title in client_of(world.ben).get("/write/bin/").content.decode()
    assert client_of(world.ben).post(paths[0]).status_code == 302


UNDONE: list[tuple[str, Callable[[World], str], dict[str, str]]] = [
    ("throwing a part away", lambda w: f"/write/part/{w.part.pk}/delete/", {}),
    ("throwing a story away", lambda w: f"/write/story/{w.story.pk}/delete/", {}),
    ("withdrawing a part", lambda w: f"/write/part/{w.part.pk}/withdraw/", {}),
    ("marking a story", lambda w: f"/write/story/{w.story.pk}/mark/", {"status": "stub"}),
]


def everything(world: World) -> list[object]:
    parts = Part.objects.order_by("pk").values_list("pk", "state", "publish_at", "binned_at", "live", "published_at")
    stories = Story.objects.order_by("pk").values_list("pk", "visibility", "status", "binned_at", "parts_published")
    return [*parts, *stories]


def undo_button(client: Client, answer: object) -> str:
    page = client.get(answer["Location"])  # type: ignore[index]
    [found] = page.content.decode().split('action="/write/undo/')[1:]
    return "/write/undo/" + found.split('"')[0]


@pytest.mark.parametrize(("name", "path", "given"), UNDONE, ids=[name for name, *_ in UNDONE])
def test_undo_takes_back(
    world: World, client_of: ClientOf, name: str, path: Callable[[World], str], given: dict[str, str]
) -> None:
    client, before = client_of(world.ana), everything(world)
    button = undo_button(client, client.post(path(world), given))
    assert everything(world) != before
    assert client_of(world.ben).post(button).status_code == 404
    assert client.get(button).status_code == 405
    assert client.post(button).status_code == 302
    assert everything(world) == before
    again = client.post(button)
    assert again.status_code == 404
    assert "no longer be undone" in again.content.decode()


def test_undo_ends_with_the_hour(world: World, client_of: ClientOf) -> None:
    client = client_of(world.ana)
    button = undo_button(client, client.post(f"/write/part/{world.part.pk}/delete/"))
    cache.clear()
    assert client.post(button).status_code == 404
