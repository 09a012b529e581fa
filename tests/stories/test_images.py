"""Pictures in texts are for those who may open the story, and go with it."""

from __future__ import annotations

import os
import time

import pytest
from django.core.files.storage import default_storage

from inkstead.background.worker import run_waiting_jobs
from inkstead.collaboration.models import Suggestion
from inkstead.lib.prose import read_prose
from inkstead.stories import actions
from inkstead.stories.actions import NewPart
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


def laid_down(story_id: int, name: str, *, days: int) -> str:
    """The address of a picture that was kept so many days ago."""
    address = keep_images(story_id, {"a": JPEG + name.encode()})["a"]
    then = time.time() - days * 86_400
    os.utime(default_storage.path(address.removeprefix("/files/")), (then, then))
    return address


def showing(address: str) -> str:
    return f'<p>Look.</p><p><img src="{address}" alt=""></p>'


def test_pictures_that_no_text_shows_are_swept_away_after_two_weeks(world: World) -> None:
    """And no other: each place in which a picture may stand holds one."""
    story, ana = world.story, world.ana
    names = ("earlier", "live", "in the bin", "of the deleted part", "never", "young", "suggested", "elsewhere")
    at = {name: laid_down(story.pk, name, days=1 if name == "young" else 20) for name in names}
    actions.revise_part(world.part, by=ana, text=showing(at["earlier"]), format="html")
    actions.revise_part(world.part, by=ana, text=showing(at["live"]), format="html")
    actions.revise_part(world.part, by=ana, text="No picture.", format="text", keep_draft=True)
    new = [NewPart(name, read_prose(showing(at[name]), "html")) for name in ("in the bin", "of the deleted part")]
    binned, gone = actions.add_parts(story, new, by=ana)
    actions.bin_part(binned, by=ana)
    actions.bin_part(gone, by=ana)
    actions.delete_part(gone, by=ana)
    Suggestion.objects.create(part=world.part, kind="add", revision=1, html=showing(at["suggested"]))
    other = world.parts["public", "published"]
    actions.revise_part(other, by=ana, text=showing(at["elsewhere"]), format="html")

    assert actions.forget_unused_images() == 2
    assert {name for name in names if image_at(at[name]) is None} == {"of the deleted part", "never"}
    assert actions.forget_unused_images() == 0
    forget_images(story.pk)


def test_a_picture_that_comes_in_again_is_young_again(world: World) -> None:
    """Its text is not kept yet; the sweep may run in between."""
    laid_down(world.story.pk, "again", days=20)
    address = keep_images(world.story.pk, {"a": JPEG + b"again"})["a"]
    assert actions.forget_unused_images() == 0
    assert image_at(address) == JPEG + b"again"
    forget_images(world.story.pk)


def test_what_a_deleted_story_left_is_swept_away_too(world: World) -> None:
    address = laid_down(10**9, "left", days=20)
    assert actions.forget_unused_images() == 1
    assert image_at(address) is None


def _stranger():  # type: ignore[no-untyped-def]
    from django.contrib.auth.models import AnonymousUser

    return AnonymousUser()
