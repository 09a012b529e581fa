"""A book on somebody's device leads back to its story, whichever state of it they took."""

from __future__ import annotations

import hashlib
import io

from django.test import Client

from inkstead.exchange.editions import koreader_digest, name_of, story_behind
from inkstead.stories import actions
from inkstead.stories.models import Visibility
from tests.factories import make_part, make_story
from tests.world import World


def epub(world: World, client: Client) -> bytes:
    return client.get(f"/download/{world.story.pk}/x.epub").getvalue()


def test_the_digest_is_of_samples_ever_further_apart() -> None:
    data = bytes(range(256)) * 40  # 10 KiB: samples at 0, 1 K, 4 K
    whole = data[:1024] + data[1024:2048] + data[4096:5120]
    assert koreader_digest(io.BytesIO(data)) == hashlib.md5(whole, usedforsecurity=False).hexdigest()


def test_every_state_of_a_book_leads_to_its_story(world: World, client: Client) -> None:
    first = epub(world, client)
    make_part(world.story, "A third night")
    second = epub(world, client)
    assert first != second
    for data in (first, second):
        assert story_behind(koreader_digest(io.BytesIO(data)), reader=None) == world.story
    name = hashlib.md5(f"{name_of(world.story)}.epub".encode(), usedforsecurity=False).hexdigest()
    assert story_behind(name, reader=None) == world.story
    actions.edit_story(world.story, by=world.ana, visibility=Visibility.PRIVATE)
    assert story_behind(name, reader=None) is None
    assert story_behind(name, reader=world.ana) == world.story


def test_a_file_name_is_ascii_its_own_and_stays(world: World) -> None:
    twin = make_story(world.ana, world.story.title)
    arabic = make_story(world.ana, "رسائل من جسر", language="ar")
    assert name_of(world.story) == "the-lighthouse"
    assert name_of(twin) == f"the-lighthouse-{twin.pk}"
    assert name_of(arabic) == f"story-{arabic.pk}"
    renamed = actions.edit_story(world.story, by=world.ana, title="The Other Lighthouse")
    assert name_of(renamed) == "the-lighthouse"
