"""Hiding from a list: what is sent, and where one comes back to."""

from __future__ import annotations

import pytest

from inkstead.library.models import Hide
from inkstead.stories.models import StoryTag, Tag, TagAbove, Visibility
from tests.conftest import ClientOf
from tests.world import World


@pytest.mark.parametrize("kind", ["story", "writer", "tag", "nonsense"])
@pytest.mark.parametrize("typed", ["0" * 30 + "9" * 5000, "9" * 30, "-1", "1e3", "", "٣"])
def test_an_invented_number_is_not_found(world: World, client_of: ClientOf, kind: str, typed: str) -> None:
    answer = client_of(world.ben).post("/me/hidden/add/", {"kind": kind, "id": typed})
    assert answer.status_code == 404
    assert not Hide.objects.exists()


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://testserver/search/?q=lamp&after=x", "/search/?q=lamp&after=x"),
        ("http://elsewhere.example/search/", "/"),
        ("http://testserver//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_one_comes_back_to_the_list(world: World, client_of: ClientOf, came_from: str, back: str) -> None:
    client = client_of(world.ben)
    page = client.get(f"/me/hidden/story/{world.story.pk}/", headers={"referer": came_from})
    answer = client.post("/me/hidden/add/", {"kind": "story", "id": str(world.story.pk), "next": page.context["back"]})
    assert answer["Location"] == back


def test_nobody_is_sent_elsewhere(world: World, client_of: ClientOf) -> None:
    sent = {"kind": "story", "id": str(world.story.pk), "next": "https://elsewhere.example/"}
    assert client_of(world.ben).post("/me/hidden/add/", sent)["Location"] == "/"


def test_a_tag_that_only_stands_above_others_is_hidden_too(world: World, client_of: ClientOf) -> None:
    wide, empty = (Tag.objects.create(name=name, slug=name.lower()) for name in ("Waters", "Nowhere"))
    TagAbove.objects.create(tag=Tag.objects.get(slug="sea"), wider=wide)
    client = client_of(world.ben)
    told = [client.post("/me/hidden/add/", {"kind": "tag", "id": str(tag.pk)}).status_code for tag in (wide, empty)]
    assert told == [302, 404]
    assert world.story.title not in client.get("/stories/").content.decode()


def test_no_number_tells_the_name_of_a_tag_that_only_unlisted_stories_have(world: World, client_of: ClientOf) -> None:
    unlisted = world.stories[Visibility.UNLISTED]
    secret = Tag.objects.create(name="Secret", slug="secret")
    StoryTag.objects.create(story=unlisted, tag=secret, position=9)
    client = client_of(world.ben)
    assert client.post("/me/hidden/add/", {"kind": "tag", "id": str(secret.pk)}).status_code == 404
    page = client.get(f"/me/hidden/story/{unlisted.pk}/")
    assert (page.status_code, secret in page.context["tags"]) == (200, False)
    StoryTag.objects.create(story=world.story, tag=secret, position=9)
    assert client.post("/me/hidden/add/", {"kind": "tag", "id": str(secret.pk)}).status_code == 302
