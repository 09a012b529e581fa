"""Feeds: what they carry, that readers of feeds have nothing to say against them, and what they never tell."""

from __future__ import annotations

import json

import feedparser
import pytest

from inkstead.catalogues.actions import renew_address, take_back_address
from inkstead.catalogues.models import AddressKind, SecretAddress
from inkstead.catalogues.queries import whole
from inkstead.discovery.actions import save_search
from inkstead.lib.refusals import Refused
from inkstead.library.actions import follow_pen_name, follow_tag
from inkstead.library.models import Sharing, Shelf, ShelfEntry
from inkstead.stories import actions
from inkstead.stories.models import State, Story, Tag, Visibility
from tests.catalogues.checking import complaints
from tests.discovery.indexing import index_all
from tests.factories import make_part, make_story
from tests.through_front import FrontClient
from tests.world import TITLES, World, canary


@pytest.fixture
def shelf(world: World) -> Shelf:
    """Ben's, public, with every story of Ana's on it."""
    shelf = Shelf.objects.create(
        user=world.ben, title="By the sea", sharing=Sharing.PUBLIC, pen_name=world.ben.pen_name, secret="s"
    )
    for story in world.stories.values():
        ShelfEntry.objects.create(shelf=shelf, story=story, note="Read <this>\x0c first.")
    return shelf


@pytest.fixture
def feeds(world: World, shelf: Shelf) -> list[str]:
    index_all()
    search = save_search("lamp", by=world.cleo).secret
    follows = renew_address(AddressKind.FEED, by=world.cleo).secret
    for story in world.stories.values():
        if story.visibility != Visibility.FOLLOWERS:
            actions.follow_story(world.story, by=world.cleo)
    starts = ["site", f"story/{world.story.pk}", "by/ana", "tag/sea", f"shelf/{shelf.pk}", f"search/{search}"]
    return [f"/feeds/{start}.{form}" for start in (*starts, f"follows/{follows}") for form in ("atom", "json")]


def test_every_feed_is_read_without_a_complaint(world: World, feeds: list[str], front: FrontClient) -> None:
    actions.edit_story(world.story, by=world.ana, title='Lamps & <b>"salt"</b>', summary="Two\n\nlines & ]]>")
    for address in feeds:
        answer = front.get(address)
        assert answer.status == 200, address
        if address.endswith("atom"):
            assert complaints(answer.plain) == []
            entries = [entry.title for entry in feedparser.parse(answer.plain).entries]
        else:
            told = answer.json()
            assert told["version"] == "https://jsonfeed.org/version/1.1"
            assert told["feed_url"].endswith(address)
            entries = [item["title"] for item in told["items"]]
            assert all(item.get("content_html") or item.get("content_text") for item in told["items"])
        assert entries, address


def test_the_check_would_notice_a_bad_feed(world: World, front: FrontClient) -> None:
    """The control."""
    good = front.get("/feeds/site.atom").plain
    twice = good.replace(b"<updated>", b"<updated>x</updated><updated>", 1)
    assert complaints(good) == []
    assert complaints(twice) != []
    assert complaints(good.replace(b"<author>", b"<writer>").replace(b"</author>", b"</writer>")) != []
    assert complaints(good.replace(b'rel="self"', b'rel="related"')) != []


def test_no_feed_has_a_word_of_what_is_not_public(world: World, feeds: list[str], front: FrontClient) -> None:
    hidden = [canary(*where).rpartition("\n")[2] for where in world.parts if where != PUBLIC]
    titles = [title for visibility, title in TITLES.items() if visibility != Visibility.PUBLIC]
    drafts = [part.title for where, part in world.parts.items() if where != PUBLIC]
    for address in feeds:
        body = front.get(address).text
        assert [word for word in (*hidden, *titles, *drafts, "Ada Quill") if word in body] == [], address
    assert canary(*PUBLIC).rpartition("\n")[2] in front.get("/feeds/site.atom").text  # the control


PUBLIC = (Visibility.PUBLIC, State.PUBLISHED)


@pytest.mark.parametrize("visibility", [v for v in Visibility if v != Visibility.PUBLIC])
def test_what_is_not_listed_has_no_feed(world: World, front: FrontClient, visibility: Visibility) -> None:
    assert front.get(f"/feeds/story/{world.stories[visibility].pk}.atom", by=world.ana).status == 404


def test_a_feed_is_kept_until_something_in_it_changes(world: World, front: FrontClient) -> None:
    address = f"/feeds/story/{world.story.pk}.json"
    first = front.get(address)
    assert front.get(address, If_None_Match=first["ETag"]).status == 304
    assert (front.head(address).status, front.head(address).body) == (200, b"")
    assert first["Last-Modified"].endswith("GMT")
    for change in (
        lambda: actions.withdraw_part(world.second, by=world.ana),
        lambda: actions.edit_story(world.story, by=world.ana, full_feeds=False),
        lambda: make_part(world.story, "A third"),
    ):
        before = front.get(address)["ETag"]
        change()
        assert front.get(address, If_None_Match=before).status == 200
    assert [item["title"] for item in front.get(address).json()["items"]] == [
        "The Lighthouse: A third",
        f"The Lighthouse: {world.part.title}",
    ]
    actions.edit_story(world.story, by=world.ana, visibility=Visibility.UNLISTED)
    assert front.get(address).status == 404


@pytest.mark.parametrize("full", [True, False])
def test_an_author_says_whether_feeds_carry_the_whole_text(world: World, front: FrontClient, full: bool) -> None:
    actions.edit_story(world.story, by=world.ana, full_feeds=full)
    text = "Dawn came. " * 100 + "This is the end of it."
    make_part(world.story, "Long", text=text)
    for address in (f"/feeds/story/{world.story.pk}", "/feeds/site", "/feeds/by/ana", "/feeds/tag/sea"):
        for form in ("atom", "json"):
            body = front.get(f"{address}.{form}").text
            assert "Dawn came." in body
            assert ("This is the end of it." in body) is full


def test_addresses_in_a_text_are_written_out() -> None:
    html = '<p><img src="/files/images/1/a.jpg" alt="src=&quot;/x"> src="/y" <a href="//x.example/">x</a></p>'
    assert whole(html) == html.replace('src="/files', 'src="http://127.0.0.1:8000/files')


def test_a_long_story_is_not_carried_whole_again_and_again(world: World, front: FrontClient) -> None:
    for number in range(4):
        make_part(world.story, f"Heavy {number}", text="word " * 49_999 + f"last{number}")
    body = front.get(f"/feeds/story/{world.story.pk}.atom").text
    assert [f"last{number}" in body for number in range(4)] == [False, True, True, True]


def test_the_feed_of_follows_tells_of_followers_parts_but_not_their_text(world: World, front: FrontClient) -> None:
    secret = renew_address(AddressKind.FEED, by=world.ben).secret
    body = front.get(f"/feeds/follows/{secret}.atom").text
    parts = {part.title for part in world.parts.values() if part.title in body}
    assert parts == {world.parts[Visibility.FOLLOWERS, State.PUBLISHED].title}
    assert "Canary" not in body
    assert "Ben" not in body


def test_the_feed_of_follows_has_names_and_tags_too_and_is_taken_back(world: World, front: FrontClient) -> None:
    boats = make_story(world.cleo, "Boats", tags=["boats"])
    make_part(boats, "Out")
    assert world.ana.pen_name is not None
    follow_pen_name(world.ana.pen_name, by=world.cleo)
    follow_tag(Tag.objects.get(slug="boats"), by=world.cleo)
    secret = renew_address(AddressKind.FEED, by=world.cleo).secret
    address = f"/feeds/follows/{secret}.json"
    answer = front.get(address)
    titles = {item["title"] for item in answer.json()["items"]}
    assert titles == {"Boats: Out", "The Lighthouse: The Second Night", f"The Lighthouse: {world.part.title}"}
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-store", "noindex")
    packed = front.get(address, Accept_Encoding="gzip", If_None_Match='"other"')
    assert (packed["Content-Encoding"], packed.plain) == ("gzip", answer.body)
    again = front.get(address, If_None_Match=answer["ETag"])
    assert (again.status, again.body, again["ETag"], again["X-Robots-Tag"]) == (304, b"", answer["ETag"], "noindex")
    renew_address(AddressKind.FEED, by=world.cleo)
    assert front.get(address).status == 404
    take_back_address(AddressKind.FEED, by=world.cleo)
    take_back_address(AddressKind.FEED, by=world.cleo)
    assert SecretAddress.objects.count() == 0
    with pytest.raises(Refused):
        renew_address("else", by=world.cleo)


def test_pages_say_where_their_feed_is(world: World, shelf: Shelf, front: FrontClient) -> None:
    pages = {
        "/": "site",
        "/stories/": "site",
        "/tag/sea/": "tag/sea",
        "/by/ana/": "by/ana",
        shelf.get_absolute_url(): f"shelf/{shelf.pk}",
        world.story.get_absolute_url(): f"story/{world.story.pk}",
        world.part.get_absolute_url(): f"story/{world.story.pk}",
    }
    for page, feed in pages.items():
        body = front.get(page).text
        for form, kind in (("atom", "atom+xml"), ("json", "feed+json")):
            assert f'<link rel="alternate" type="application/{kind}" href="/feeds/{feed}.{form}">' in body
    unlisted = world.stories[Visibility.UNLISTED]
    assert "/feeds/" not in front.get(unlisted.get_absolute_url()).text


def test_addresses_that_are_none_are_not_found(world: World, front: FrontClient) -> None:
    wrong = [
        "story/0",
        "story/999999999999999999",
        "story/9999999999999999999",
        "story/-1",
        "story/x",
        "by/%00",
        "by/nobody",
    ]
    wrong += ["tag/%00", "tag/never", "shelf/999", "search/x", "follows/x", "follows/%00", "else", "tag/a%ff"]
    asked = {f"/feeds/{start}.{form}" for start in wrong for form in ("atom", "json", "xml")}
    assert {front.get(address).status for address in asked} == {404}


def test_the_page_of_addresses_makes_renews_and_takes_back(world: World, front: FrontClient) -> None:
    assert "Make an address" in front.get("/library/feeds/", by=world.cleo).text
    front.post("/library/feeds/feed/address/", by=world.cleo)
    secret = SecretAddress.objects.get().secret
    assert f"http://127.0.0.1:8000/feeds/follows/{secret}.atom" in front.get("/library/feeds/", by=world.cleo).text
    assert secret not in front.get("/library/feeds/", by=world.ben).text
    front.post("/library/feeds/feed/take-back/", by=world.cleo)
    assert SecretAddress.objects.count() == 0


def test_feeds_of_a_site_without_stories_are_empty_and_sound(db: None, front: FrontClient) -> None:
    Story.objects.all().delete()
    body = front.get("/feeds/site.atom").plain
    assert complaints(body) == []
    assert json.loads(front.get("/feeds/site.json").plain)["items"] == []
