"""Pictures in texts are for those who may open the story, and go with it."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage

from inkstead.background.worker import run_waiting_jobs
from inkstead.stories import actions
from inkstead.stories.images import ADDRESS, forget_images, image_at, keep_images
from tests.conftest import ClientOf
from tests.world import World

JPEG = b"\xff\xd8\xff picture"


def address_of(story_id: int) -> str:
    return keep_images(story_id, {"a": JPEG})["a"]


def test_the_same_picture_is_kept_once_and_another_storys_has_another_name(world: World) -> None:
    first, again, other = address_of(1), address_of(1), address_of(2)

    assert first == again
    assert first.rpartition("/")[2] != other.rpartition("/")[2]
    assert image_at(first) == JPEG
    assert ADDRESS.fullmatch(first)
    for story in (1, 2):
        forget_images(story)


@pytest.mark.parametrize("visibility", ["public", "unlisted", "followers", "private"])
def test_only_who_may_open_the_story_sees_it(world: World, client_of: ClientOf, visibility: str) -> None:
    story = world.parts[visibility, "published"].story
    address = address_of(story.pk)

    for reader in (world.ana, world.ben, world.cleo, None):
        may = type(story).objects.visible_to(reader or _stranger()).filter(pk=story.pk).exists()
        answer = client_of(reader).get(address)
        assert answer.status_code == (200 if may else 404), (visibility, reader)
        if may:
            assert (answer["Content-Type"], answer.content) == ("image/jpeg", JPEG)
            assert answer["Cache-Control"].startswith("private")
    assert client_of(world.ana).get(address.replace("jpg", "svg")).status_code == 404
    forget_images(story.pk)


def test_pictures_go_with_their_story(world: World) -> None:
    address = address_of(world.story.pk)
    actions.delete_story(world.story, by=world.ana)
    while run_waiting_jobs():
        pass

    assert image_at(address) is None
    assert not default_storage.listdir("images")[1]


def _stranger():  # type: ignore[no-untyped-def]
    from django.contrib.auth.models import AnonymousUser

    return AnonymousUser()
