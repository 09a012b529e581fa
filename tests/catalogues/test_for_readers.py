"""What one reader is not to see, or does not want to, and what programs are told: in catalogue, feeds and downloads."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from inkstead.accounts.actions import block_name
from inkstead.catalogues.actions import renew_address
from inkstead.catalogues.models import AddressKind
from inkstead.library.models import Hide
from inkstead.rankings import jobs
from inkstead.stories.actions import edit_story
from inkstead.stories.models import Story
from tests.catalogues.opds_rules import complaints_of_1, complaints_of_2
from tests.catalogues.test_opds import KOREADER, Reader
from tests.factories import make_part, make_story, make_token, make_user
from tests.rankings.test_views import read_part
from tests.through_front import FrontClient
from tests.world import World


def test_a_blocked_reader_finds_no_tag_and_no_number_of_who_blocked_them(world: World, front: FrontClient) -> None:
    gil = make_user()
    make_part(make_story(gil, "Shut", tags=["sea", "onlyhere"]), "One")
    token = make_token(world.cleo)
    for accept in ("", KOREADER):
        page = Reader(front, token, accept).get("/opds/tags/").text
        assert "onlyhere" in page  # the control
    assert "2 stories" in Reader(front, token, "").get("/opds/tags/").text
    block_name(world.cleo.pen_names.get(), by=gil)
    for reader in (Reader(front, token, ""), Reader(front, token)):
        page = reader.get("/opds/tags/").text
        assert "onlyhere" not in page
        assert "2 stories" not in page
        assert reader.get("/opds/tags/onlyhere/").status == 404
    assert "onlyhere" in Reader(front).get("/opds/tags/").text


def test_rankings_are_in_the_catalogue(world: World, front: FrontClient) -> None:
    parts = [read_part(title, readers) for title, readers in (("Tidewater", 4), ("Lamplight", 9))]
    kept = read_part("Kept here", 8)
    edit_story(kept.story, by=kept.story.author.user, downloads=False)
    jobs.make_rankings.call()
    for accept in ("", KOREADER):
        reader = Reader(front, accept=accept)
        for path in ("rankings/", *(f"rankings/{name}/" for name in ("rising", "newcomers", "loved", "kept"))):
            answer = reader.get(f"/opds/{path}")
            kind = answer["Content-Type"]
            told = complaints_of_2(answer.json()) if accept else complaints_of_1(answer.body, kind)
            assert (answer.status, told) == (200, []), path
        page = reader.get("/opds/rankings/read/today/")
        assert re.findall(r"Tidewater|Lamplight|Kept here", page.text)[0] == "Lamplight"
        assert "Kept here" not in page.text
    told = Reader(front).get("/opds/rankings/read/").json()
    assert [book["metadata"]["title"] for book in told["publications"]] == ["Lamplight", "Tidewater"]
    assert complaints_of_2(told) == []
    [facet] = told["facets"]
    times = {link["title"]: link for link in facet["links"]}
    assert list(times) == ["Today", "This week", "This month", "All time"]
    assert [title for title, link in times.items() if link.get("rel") == "self"] == ["This week"]
    assert Reader(front).get(times["All time"]["href"]).json()["publications"]
    root = Reader(front).get("/opds/").json()["navigation"]
    assert "Rankings" in [leaf["title"] for leaf in root]
    Hide.objects.create(user=world.cleo, story=parts[1].story)
    own = Reader(front, make_token(world.cleo)).get("/opds/rankings/read/").json()
    assert [book["metadata"]["title"] for book in own["publications"]] == ["Tidewater"]
    for path in ("rankings/x/", "rankings/rising/all/", "rankings/rising/x/", "rankings/read/week/x/", "rankings/%00/"):
        assert front.get(f"/opds/{path}").status == 404
    assert front.get("/opds/rankings/read/?after=x").status == 400


def test_rankings_of_the_catalogue_go_on(world: World, front: FrontClient) -> None:
    for number in range(26):
        read_part(f"Number {number}", 3 + number)
    jobs.make_rankings.call()
    titles: list[str] = []
    url = "/opds/rankings/read/month/"
    while url:
        told = Reader(front).get(url).json()
        titles += [book["metadata"]["title"] for book in told["publications"]]
        url = next((link["href"] for link in told["links"] if link["rel"] == "next"), "")
    assert titles == [f"Number {number}" for number in reversed(range(26))]


def test_a_cursor_of_the_catalogue_belongs_to_its_list(world: World, front: FrontClient, client: Client) -> None:
    for number in range(26):
        make_part(make_story(world.cleo, f"Tide {number}", tags=["sea"]), "One")
    told = Reader(front).get("/opds/new/").json()
    following = next(link["href"] for link in told["links"] if link["rel"] == "next")
    query = following.partition("?")[2]
    assert Reader(front).get(following).status == 200
    assert Reader(front).get(f"/opds/tags/sea/?{query}").status == 400
    pages = client.get("/stories/").content.decode()
    cursor = re.search(r"after=([^\"&]+)", pages)
    assert cursor
    assert Reader(front).get(f"/opds/new/?after={cursor[1]}").status == 400


def test_a_feed_that_is_fetched_signed_in_leaves_out_what_its_reader_hides(world: World, client: Client) -> None:
    make_part(make_story(make_user(), "Waves", tags=["sea"]), "One")
    Hide.objects.create(user=world.cleo, story=world.story)
    pages = ["/feeds/tag/sea.atom", "/feeds/tag/sea.json", "/feeds/site.atom"]
    assert all("The Lighthouse" in client.get(page).content.decode() for page in pages)  # the control
    client.force_login(world.cleo)
    for page in pages:
        told = client.get(page)
        assert told["Cache-Control"] == "private, no-store"
        assert "The Lighthouse" not in told.content.decode()
        assert "Waves" in told.content.decode()
    assert client.get(f"/feeds/story/{world.story.pk}.atom").status_code == 200


def test_downloads_catalogue_and_pictures_say_no_to_training(
    world: World, front: FrontClient, settings: object
) -> None:
    story = world.story
    pages = [
        f"/download/{story.pk}/{story.slug}.epub",
        f"/download/{story.pk}/{story.slug}.txt",
        f"/opds/book/{story.pk}/",
        f"/opds/cover/{story.pk}.jpg",
        f"/share/story/{story.pk}.png",
        "/opds/",
        "/opds/new/",
        "/opds/search/?q=lighthouse",
        "/opds/rankings/",
    ]
    assert {page: front.get(page)["X-Robots-Tag"] for page in pages} == dict.fromkeys(pages, "noai, noimageai")


@pytest.mark.parametrize("let_in", [False, True])
def test_an_author_and_an_operator_who_both_let_them_in(world: World, client: Client, settings, let_in: bool) -> None:  # type: ignore[no-untyped-def]
    settings.AI_CRAWLERS = True
    Story.objects.filter(pk=world.story.pk).update(ai_crawlers=let_in)
    for page in (f"/download/{world.story.pk}/x.txt", f"/share/story/{world.story.pk}.png", "/opds/new/"):
        assert ("X-Robots-Tag" in client.get(page)) != let_in, page
    assert "X-Robots-Tag" not in client.get("/opds/tags/")


def test_a_secret_catalogue_is_in_no_index(world: World, client: Client) -> None:
    secret = renew_address(AddressKind.CATALOGUE, by=world.ben).secret
    for page in ("", "new/", "rankings/", "mine/"):
        assert client.get(f"/opds/with/{secret}/{page}")["X-Robots-Tag"] == "noindex, noai, noimageai"
    assert client.get(f"/opds/with/{secret}/search.xml")["X-Robots-Tag"] == "noindex"
    robots = client.get("/robots.txt").content.decode()
    assert {"Disallow: /opds/with/", "Disallow: /feeds/search/", "Disallow: /feeds/follows/"} <= set(robots.split("\n"))
