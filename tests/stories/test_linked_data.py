"""What machines read in the head of a page: true, small, and unable to leave its place."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from inkstead.stories import actions
from inkstead.stories.models import Visibility
from tests.factories import make_part, make_story
from tests.through_front import FrontClient
from tests.world import World

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
NASTY = '</script><script>alert(1)</script><!-- & \u2028 “q"”'


def told(client: Client, path: str) -> Any:
    page = client.get(path).content.decode()
    found = BLOCK.findall(page)
    assert len(found) == 1
    return json.loads(found[0])


def test_a_story_is_a_book_and_a_part_a_chapter_of_it(client: Client, world: World) -> None:
    base = settings.BASE_URL
    ana = {"@type": "Person", "name": "Ana", "url": f"{base}/by/ana/"}
    book = told(client, world.story.get_absolute_url())
    assert (book["@context"], book["@type"], book["name"]) == ("https://schema.org", "Book", "The Lighthouse")
    assert (book["author"], book["inLanguage"], book["keywords"]) == ([ana], "en", ["sea", "lamps"])
    assert book["url"] == base + world.story.get_absolute_url()
    chapter = told(client, world.part.get_absolute_url())
    assert (chapter["@type"], chapter["name"], chapter["position"]) == ("Chapter", world.part.title, 1)
    assert chapter["isPartOf"] == {"@type": "Book", "name": "The Lighthouse", "url": book["url"]}
    assert chapter["author"] == [ana]
    assert len(json.dumps(chapter)) < 600, "it goes with every page that is read"
    writer = told(client, "/by/ana/")
    assert writer["mainEntity"] == ana, "a pen name, and nothing that would join it to another"


@pytest.mark.parametrize("sign", [NASTY, "]]>", "\\u003C", "{{ x }}"])
def test_nothing_in_a_title_ends_the_element(client: Client, world: World, sign: str) -> None:
    story = make_story(world.ana, f"A {sign}")
    part = make_part(story, f"B {sign}")
    for path in (story.get_absolute_url(), part.get_absolute_url()):
        shown = told(client, path)
        page = client.get(path).content.decode()
        assert "<script>alert" not in page
        assert shown["name"] in (story.title, part.title), "and it comes back as it was typed"


def test_pages_say_where_they_really_are(client: Client, world: World) -> None:
    own = (world.story.get_absolute_url(), world.part.get_absolute_url())
    for path in (*own, "/by/ana/", "/tag/sea/", "/stories/", "/"):
        page = client.get(path).content.decode()
        assert f'<link rel="canonical" href="{settings.BASE_URL}{path}">' in page
        assert page.count('rel="canonical"') == 1
    shared = client.get(world.part.get_absolute_url()).content.decode()
    picture = re.search(r'property="og:image" content="([^"]+)"', shared)
    assert picture
    assert client.get(picture[1].removeprefix(settings.BASE_URL))["Content-Type"] == "image/png"
    actions.withdraw_part(world.part, by=world.ana)
    assert client.get(world.part.get_absolute_url()).status_code == 404


def test_what_has_its_address_from_hand_to_hand_is_left_out_by_search_engines_and_names_no_picture(
    front: FrontClient, world: World
) -> None:
    public, unlisted = world.story, world.stories[Visibility.UNLISTED]
    beside = make_part(public, "Beside")
    actions.edit_part(beside, by=world.ana, visibility=Visibility.UNLISTED)
    hidden = [unlisted, make_part(unlisted, "Within"), beside]
    for thing in (public, world.part, *hidden):
        answer = front.get(thing.get_absolute_url())
        assert answer.status == 200
        assert ("noindex" in answer["X-Robots-Tag"]) is (thing in hidden)
        assert ('<meta name="robots" content="noindex' in answer.text) is (thing in hidden)
        assert (f"/share/story/{unlisted.pk}.png" in answer.text) is False
        for picture in re.findall(r"[^\"]*/share/story/\d+\.png", answer.text):
            assert front.get(picture.removeprefix(settings.BASE_URL)).status == 200


def test_every_page_about_the_site_is_named_by_the_first_of_them(client: Client, db: None) -> None:
    page = client.get("/about/").content.decode()
    for path in ("/about/counting/", "/about/rankings/", "/about/guests/", "/about/signing-key/", "/sitemap.xml"):
        assert f'href="{path}"' in page
        assert client.get(path).status_code == 200
