"""Suggestions of tags, and what becomes of tags that nobody uses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from inkstead.stories import actions
from inkstead.stories.actions.tags import forget_unused_tags
from inkstead.stories.models import Tag, Visibility
from inkstead.web import pace as pacing
from inkstead.writing.views.tags import pace
from tests.conftest import ClientOf
from tests.factories import make_part, make_story
from tests.threads import at_once
from tests.world import World, build_world


@pytest.fixture(autouse=True)
def _fresh(db: None) -> Iterator[None]:
    cache.clear()
    pace._asked.clear()
    yield
    cache.clear()


def asked(client_of: ClientOf, who: object, typed: str) -> list[tuple[str, int]]:
    answer = client_of(who).get("/write/tags/", {"q": typed})  # type: ignore[arg-type]
    assert answer.status_code == 200
    return [(item["name"], item["stories"]) for item in answer.json()["items"]]


def test_public_stories_are_counted_and_hidden_tags_told_to_their_writer_only(
    world: World, client_of: ClientOf
) -> None:
    make_part(make_story(world.ana, tags=["Seal", "secret"], visibility=Visibility.PRIVATE))
    make_story(world.ana, tags=["season"])  # nothing of it is published
    make_part(make_story(world.ben, tags=["sea"]))
    assert asked(client_of, world.cleo, "se") == [("sea", 2)]
    assert asked(client_of, world.ben, "SE ") == [("sea", 2)]
    assert asked(client_of, world.ana, "se") == [("Seal", 0), ("sea", 2), ("season", 0), ("secret", 0)]
    assert len(asked(client_of, world.ana, "")) <= 8


def test_strangers_are_asked_who_they_are_and_nobody_asks_for_ever(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacing.time, "time", lambda: 1_800_000_030.0)  # within one minute, however slow the machine
    monkeypatch.setattr(pace, "_most", 3)
    assert client_of(None).get("/write/tags/?q=s").status_code == 302
    client = client_of(world.cleo)
    assert {client.get("/write/tags/?q=s").status_code for _ in range(pace.most)} == {200}
    assert client.get("/write/tags/?q=s").status_code == 429
    assert client_of(world.ben).get("/write/tags/?q=s").status_code == 200


def test_tags_that_no_story_carries_are_forgotten(world: World) -> None:
    actions.edit_story(world.story, tags=["kept", "dropped"], by=world.ana)
    actions.edit_story(world.story, tags=["kept"], by=world.ana)
    before = set(Tag.objects.values_list("name", flat=True))
    assert forget_unused_tags() == 1
    assert before - set(Tag.objects.values_list("name", flat=True)) == {"dropped"}
    assert forget_unused_tags() == 0


@pytest.mark.django_db(transaction=True)
def test_a_tag_that_is_taken_up_while_it_is_forgotten_is_not_lost() -> None:
    world = build_world()
    for number in range(6):
        Tag.objects.create(slug=f"loose-{number}", name=f"loose {number}")
    names = [f"loose {number}" for number in range(6)]
    stories = list(world.stories.values())
    takers = [lambda story=story: actions.edit_story(story, tags=names, by=world.ana) for story in stories]
    at_once([*takers, forget_unused_tags, forget_unused_tags])
    for story in stories:
        assert set(story.tags.values_list("name", flat=True)) == set(names)
