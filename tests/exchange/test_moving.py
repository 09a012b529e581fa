"""A story that went elsewhere sends its readers on, and old addresses lead to what came from there."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from inkstead.exchange.models import Origin
from inkstead.exchange.moving import find_pasted, send_on, where_it_went
from inkstead.lib.refusals import Refused
from inkstead.stories import actions
from inkstead.stories.models import Visibility
from tests.conftest import ClientOf
from tests.through_front import FrontClient
from tests.world import World

FORWARD = "https://new.example/from/testserver/ana/"


def test_readers_are_sent_on_after_a_second_look(world: World, front: FrontClient) -> None:
    page, desk = world.story.get_absolute_url(), f"/write/story/{world.story.pk}/moved/"
    assert front.get(page).status == 200  # kept by now
    asked = front.post(desk, {"to": FORWARD}, by=world.ana)
    assert b"Send readers there" in asked.plain
    assert front.get(page).status == 200
    front.post(desk, {"to": FORWARD, "sure": "yes"}, by=world.ana)
    for reader in (None, world.ben):
        sent = front.get(page, by=reader)
        assert (sent.status, sent["Location"]) == (301, f"{FORWARD}story/{world.story.pk}/")
        part = front.get(world.part.get_absolute_url(), by=reader)
        assert (part.status, part["Location"]) == (301, f"{FORWARD}part/{world.part.pk}/")
    assert front.get(page, by=world.ana).status == 200
    front.post(desk, {"to": ""}, by=world.ana)
    assert front.get(page).status == 200


def test_any_other_site_gets_one_address(world: World) -> None:
    story = send_on(world.story, to="https://other.example/works/9", by=world.ana)
    assert where_it_went(story, world.part) == where_it_went(story) == "https://other.example/works/9"


def test_a_moved_story_tells_strangers_nothing_that_they_may_not_see(world: World, client: Client) -> None:
    private = send_on(world.stories[Visibility.PRIVATE], to="https://other.example/x", by=world.ana)
    assert client.get(private.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    "to", ["javascript:alert(1)", "//evil", "https://a:b@c.example/", "http://testserver/x", "ftp://a.example/", "x y"]
)
def test_only_addresses_of_other_sites_are_taken(world: World, to: str, client_of: ClientOf) -> None:
    with pytest.raises(Refused):
        send_on(world.story, to=to, by=world.ana)
    answer = client_of(world.ana).post(f"/write/story/{world.story.pk}/moved/", {"to": to, "sure": "yes"})
    assert answer.status_code == 422


def test_only_its_author_sends_readers_away(world: World, client_of: ClientOf) -> None:
    with pytest.raises(Refused):
        send_on(world.story, to=FORWARD, by=world.ben)
    assert client_of(world.ben).get(f"/write/story/{world.story.pk}/moved/").status_code == 404


def test_old_addresses_lead_here(world: World, client: Client, tmp_path: Path) -> None:
    assert world.ana.pen_name is not None
    kinds = Origin.Kind
    common = {"site": "old.example", "pen_name": world.ana.pen_name}
    Origin.objects.create(**common, kind=kinds.STORY, old_id="7", story=world.story)
    Origin.objects.create(**common, kind=kinds.PART, old_id="70", part=world.part)
    Origin.objects.create(**common, kind=kinds.PART, old_id="71", part=world.draft)
    Origin.objects.create(**common, kind=kinds.PART, old_id="7/2", part=world.second)
    story, part, second = (thing.get_absolute_url() for thing in (world.story, world.part, world.second))
    assert client.get("/from/old.example/ana/story/7/")["Location"] == story
    assert client.get("/from/old.example/ana/part/70-x/")["Location"] == part
    assert client.get("/from/old.example/ana/")["Location"] == world.ana.pen_name.get_absolute_url()
    for unknown in ("/from/old.example/ana/part/71/", "/from/old.example/ben/story/7/", "/from/x.example/ana/story/7/"):
        assert client.get(unknown).status_code == 404
    pasted = {
        "https://old.example/story/7-the-lamp/": story,
        "https://www.old.example/part/70": part,
        "http://old.example/archive/viewstory.php?sid=7": story,
        "http://old.example/viewstory.php?sid=7&chapter=2": second,
        "http://old.example/viewstory.php?sid=8": "",
        "https://old.example/part/71": "",
        "nonsense": "",
    }
    assert {link: find_pasted(link, reader=None) for link in pasted} == pasted
    assert client.get("/moved/", {"link": "https://old.example/story/7"})["Location"] == story
    assert client.get("/moved/", {"link": "https://old.example/story/8"}).status_code == 404
    actions.edit_story(world.story, by=world.ana, visibility=Visibility.PRIVATE)
    assert find_pasted("https://old.example/story/7", reader=None) == ""
