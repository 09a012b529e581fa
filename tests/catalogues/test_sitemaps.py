"""Sitemaps: well-formed, only of what everybody may find, cheap at any size."""

from __future__ import annotations

import gzip
import re
import time
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.http import http_date

from inkstead.catalogues import sitemaps
from inkstead.catalogues.actions import mend_sitemaps, note_change
from inkstead.catalogues.handlers import map_part
from inkstead.catalogues.models import SitemapFile
from inkstead.library.actions import make_shelf
from inkstead.stories import actions
from inkstead.stories.events import PartPublished
from inkstead.stories.models import State, Visibility
from tests.factories import make_part, make_story
from tests.world import World

NAMES = {"s": sitemaps.NAMESPACE}


def locations(xml: bytes) -> list[str]:
    return [str(found.text) for found in ElementTree.fromstring(xml).iterfind(".//s:loc", NAMES)]


def mapped(client: Client) -> set[str]:
    """Every address of every file that the index names, as a crawler finds them."""
    index = client.get("/sitemap.xml")
    assert index["Content-Type"] == "application/xml; charset=utf-8"
    found: set[str] = set()
    for file in locations(index.content):
        answer = client.get(file.removeprefix(settings.BASE_URL))
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/gzip"), file
        paths = [unquote(one.removeprefix(settings.BASE_URL)) for one in locations(gzip.decompress(answer.content))]
        assert paths, file
        assert not found & set(paths)
        found |= set(paths)
    return found


def test_robots_txt_names_the_index(client: Client, db: None) -> None:
    assert f"\nSitemap: {settings.BASE_URL}/sitemap.xml\n" in client.get("/robots.txt").content.decode()


def test_sitemaps_hold_what_everybody_may_find_and_nothing_else(client: Client, world: World) -> None:
    mend_sitemaps()
    assert mapped(client) == {
        *("/", "/stories/", "/about/", "/about/counting/", "/about/rankings/", "/about/guests/", "/opds/"),
        *("/rankings/", "/about/transparency/"),
        world.story.get_absolute_url(),
        world.part.get_absolute_url(),
        world.second.get_absolute_url(),
        "/by/ana/",
        "/tag/sea/",
        "/tag/lamps/",
    }


def test_what_is_hidden_is_gone_at_once_and_comes_back(client: Client, world: World) -> None:
    mend_sitemaps()
    part = world.part.get_absolute_url()
    assert part in mapped(client)
    actions.withdraw_part(world.part, by=world.ana)
    assert part not in mapped(client)
    actions.publish_part(world.part, by=world.ana)
    assert part in mapped(client)
    actions.edit_story(world.story, by=world.ana, visibility=Visibility.UNLISTED)
    files = [file for file in locations(client.get("/sitemap.xml").content) if "pages" not in file]
    for file in files:
        kept = gzip.decompress(client.get(file.removeprefix(settings.BASE_URL)).content)
        assert b"<loc>" not in kept, file
    assert mend_sitemaps() == len(files)
    assert len(locations(client.get("/sitemap.xml").content)) == 1


def test_when_a_hidden_part_changed_is_said_by_no_file(client: Client, world: World) -> None:
    mend_sitemaps()
    before = list(SitemapFile.objects.values_list("kind", "number", "changed_at"))
    for (_, state), part in world.parts.items():
        if state != State.PUBLISHED or part.story_id != world.story.pk:
            note_change("parts", part.pk)
            if part.story_id != world.story.pk:
                note_change("stories", part.story_id)
    assert list(SitemapFile.objects.values_list("kind", "number", "changed_at")) == before
    new = make_part(world.story, "New")
    note_change("parts", new.pk)
    assert list(SitemapFile.objects.values_list("kind", "number", "changed_at")) != before


def test_reactions_keep_the_table_before_any_night(client: Client, world: World) -> None:
    map_part(PartPublished(part_id=world.part.pk, story_id=world.story.pk, author_id=world.story.author_id))
    assert set(SitemapFile.objects.values_list("kind", flat=True)) == {"parts", "stories", "writers", "tags"}
    kept = set(SitemapFile.objects.values_list("kind", "number"))
    mend_sitemaps()
    assert set(SitemapFile.objects.values_list("kind", "number")) == kept


def test_files_are_cut_by_ranges_and_the_index_asks_once(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "SIZE", 2)
    mend_sitemaps()
    all_of_them = mapped(client)
    monkeypatch.setattr(sitemaps, "SIZE", 10_000)
    assert mend_sitemaps()
    assert mapped(client) == all_of_them
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get("/sitemap.xml")
    assert len([one for one in asked if "catalogues_sitemapfile" in one["sql"]]) == len(asked) == 1


def test_a_crawler_that_has_it_already_gets_nothing_again_until_something_goes(client: Client, world: World) -> None:
    path = "/sitemap/parts-0.xml.gz"
    first = client.get(path)
    known = {"If-None-Match": first["ETag"], "If-Modified-Since": http_date(time.time() + 60)}
    again = client.get(path, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(path)
    assert (head.content, head["Content-Length"]) == (b"", str(len(first.content)))
    actions.withdraw_part(world.second, by=world.ana)
    without = client.get(path, headers=known)
    assert (without.status_code, world.second.get_absolute_url().encode() in gzip.decompress(without.content)) == (
        200,
        False,
    )


@pytest.mark.parametrize("name", ["parts-99999999999999999", "cats-0", "pages-1", "parts-999999999999999999"])
def test_a_made_up_file_is_empty_or_not_there(client: Client, db: None, name: str) -> None:
    answer = client.get(f"/sitemap/{name}.xml.gz")
    assert answer.status_code in (200, 404)
    assert answer.status_code == 404 or b"<loc>" not in gzip.decompress(answer.content)


def test_titles_of_every_script_are_written_so_that_xml_and_addresses_hold(client: Client, world: World) -> None:
    story = make_story(world.ana, 'A & B <c> ضوء "q"')
    make_part(story, "ضوء القمر")
    make_shelf(title="Best & first", by=world.ana)
    mend_sitemaps()
    assert story.get_absolute_url() not in ("", None)
    assert unquote(story.get_absolute_url()) in mapped(client)
    raw = gzip.decompress(client.get("/sitemap/stories-0.xml.gz").content).decode()
    assert re.fullmatch(r"[\x20-\x7e\n]+", raw), "an address is ASCII"
