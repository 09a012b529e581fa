"""What somebody hides is in none of their lists, and in everybody else's as before; searches that are kept."""

from __future__ import annotations

import re
from collections.abc import Callable

import feedparser
import pytest
from django.test import Client

from inkstead.accounts.models import User
from inkstead.discovery.actions import forget_search, renew_search_secret, save_search
from inkstead.discovery.models import SavedSearch
from inkstead.discovery.queries import Wish, find, hiding, searching
from inkstead.discovery.queries.following import matching
from inkstead.discovery.queries.hiding import listed_for
from inkstead.lib.refusals import Refused
from inkstead.library.actions import hide, show_again
from inkstead.stories import actions
from inkstead.stories.models import Tag, Visibility
from tests.discovery.indexing import index_all
from tests.factories import make_part, make_story
from tests.through_front import FrontClient
from tests.world import World

LISTS = (
    "/",
    "/stories/",
    "/stories/?x=1",
    "/tag/sea/",
    "/tag/sea/?x=1",
    "/search/",
    "/search/?q=sea",
    "/search/?q=lamp",
    "/search/suggest/?q=lig",
    "/api/v1/stories",
    "/api/v1/stories?q=lamp",
)


def shown(front: FrontClient, by: User | None) -> set[str]:
    return {path for path in LISTS if "The Lighthouse" in front.get(path, by=by).text}


@pytest.fixture
def other(world: World) -> None:
    make_part(make_story(world.cleo, "Boats", tags=["sea"]), text="A lamp.")
    index_all()


@pytest.mark.parametrize("what", ["story", "writer", "tag", "search", "search by words", "search by beginnings"])
def test_what_is_hidden_is_in_no_list_until_it_is_taken_back(
    world: World, other: None, front: FrontClient, what: str
) -> None:
    assert shown(front, world.ben) == set(LISTS)  # the control; and the pages are kept now
    if what.startswith("search"):
        query = {"search": "tag:lamps", "search by words": "lighthouse", "search by beginnings": "lighthou"}[what]
        saved = save_search(query, by=world.ben, hides=True)
    else:
        things = {"story": world.story, "writer": world.ana.pen_name, "tag": Tag.objects.get(slug="lamps")}
        thing = things[what]
        assert thing is not None
        hidden = hide(thing, by=world.ben)
        assert hide(thing, by=world.ben) == hidden
    assert shown(front, world.ben) == set()
    assert "Boats" in front.get("/", by=world.ben).text
    assert shown(front, world.cleo) == shown(front, None) == set(LISTS)
    assert front.get(world.story.get_absolute_url(), by=world.ben).status == 200
    if what.startswith("search"):
        forget_search(saved.pk, by=world.cleo)
        assert shown(front, world.ben) == set()
        forget_search(saved.pk, by=world.ben)
    else:
        show_again(hidden.pk, by=world.cleo)
        assert shown(front, world.ben) == set()
        show_again(hidden.pk, by=world.ben)
    assert shown(front, world.ben) == set(LISTS)


def test_more_is_hidden_than_a_list_looks_at(world: World, other: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(9):
        make_part(make_story(world.cleo, f"Tale {number}"), text="Quartz.")
    index_all()
    monkeypatch.setattr(searching, "MOST_PARTS", 3)
    assert len(find(Wish("quartz")).ids or ()) == 3  # the control
    save_search("quartz", by=world.ben, hides=True)
    rows = listed_for(world.ben)
    assert rows is not None
    assert not rows.filter(title__startswith="Tale").exists()


@pytest.mark.parametrize(("times", "told"), [(10, "finds is hidden"), (1, "finds more than can be hidden")])
def test_whoever_hides_is_told_when_it_is_not_all(
    world: World,
    other: None,
    monkeypatch: pytest.MonkeyPatch,
    client_of: Callable[[User], Client],
    times: int,
    told: str,
) -> None:
    monkeypatch.setattr(searching, "MOST_PARTS", 1)
    monkeypatch.setattr(hiding, "TIMES", times)
    answer = client_of(world.ben).post("/library/searches/add/", {"q": "lamp", "for": "hiding"}, follow=True)
    assert told in answer.content.decode()


def test_hiding_by_hand(world: World, client_of: object) -> None:
    client = client_of(world.ben)  # type: ignore[operator]
    page = client.get(f"/me/hidden/story/{world.story.pk}/").content.decode()
    assert all(word in page for word in ("The Lighthouse", "Everything by", "lamps"))
    client.post("/me/hidden/add/", {"kind": "writer", "id": world.story.author_id})
    assert "Ana" in client.get("/me/hidden/").content.decode()
    for kind, pk in (("story", 10**30), ("tag", "x"), ("evil", 1), ("story", ""), ("writer", "1" * 50)):
        assert client.post("/me/hidden/add/", {"kind": kind, "id": pk}).status_code == 404
    hidden = world.stories[Visibility.PRIVATE]
    assert client.get(f"/me/hidden/story/{hidden.pk}/").status_code == 404
    client.post(f"/me/hidden/{world.ben.hides.get().pk}/show/")
    assert world.ben.hides.count() == 0


def test_a_feed_of_a_search_is_a_good_feed_until_its_address_is_made_anew(
    world: World, other: None, front: FrontClient
) -> None:
    saved = save_search('lamp  -tag:lamps "lamp"', by=world.ben)
    assert saved.query == 'lamp -tag:lamps "lamp"'
    answer = front.get(f"/feeds/search/{saved.secret}/")
    feed = feedparser.parse(answer.body)
    assert (answer.status, feed.bozo, [entry.title for entry in feed.entries]) == (200, False, ["Boats"])
    assert "Ben" not in answer.text
    assert feed.feed.link.endswith("/search/?q=lamp+-tag%3Alamps+%22lamp%22")
    assert answer["Cache-Control"] == "private, no-store"
    renew_search_secret(saved.pk, by=world.ben)
    assert front.get(f"/feeds/search/{saved.secret}/").status == 404


def test_what_cannot_be_kept_is_refused(world: World) -> None:
    for query in ("", "  ", '""', "%", "a" * 501):
        with pytest.raises(Refused):
            save_search(query, by=world.ben)
    save_search("lamp", by=world.ben)
    save_search(" la\x1bmp\x00\u202e ", by=world.ben, hides=True)
    assert SavedSearch.objects.get().hides


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("sort:votes", "names nothing that could be hidden"),
        ("-lamp", "names nothing that could be hidden"),
        ("-tag:nosuchtag -status:complete", "names nothing that could be hidden"),
        ("words:>0", "finds every story here"),
        ("status:ongoing", "finds every story here"),
        ("by:", "has to be understood whole. Nothing stands after “by:”"),
        ("lamp colour:red", "has to be understood whole. There is no field"),
    ],
)
def test_a_search_that_names_nothing_cannot_hide(world: World, query: str, sentence: str) -> None:
    with pytest.raises(Refused, match=re.escape(sentence)):
        save_search(query, by=world.ben, hides=True)
    assert save_search(query, by=world.ben).hides is False
    with pytest.raises(Refused, match=re.escape(sentence)):
        save_search(query, by=world.ben, hides=True)
    assert not SavedSearch.objects.get().hides


def test_a_search_that_names_something_hides_all_of_it(world: World, other: None) -> None:
    for query in ("words:>0 tag:sea", "by:ana", "lamp -boats", "words:<3 language:fr"):
        assert save_search(query, by=world.ben, hides=True).hides


MATCHING = {
    "lamp": True,
    "island": True,
    '"lamp went"': True,
    '"went lamp"': False,
    "lighthouse nine": True,
    "nine -lighthouse": False,
    "tag:sea": True,
    "tag:sea -tag:lamps": False,
    "character:sea": False,
    "by:ana": True,
    "by:ben": False,
    "-by:ana lamp": False,
    "status:ongoing language:en rating:everyone": True,
    "status:complete": False,
    "-status:ongoing lamp": False,
    "words:>100000": False,
    "words:>1 parts:>0 updated:<1d": True,
    "zebra": False,
}


def test_whoever_follows_a_search_can_be_told_what_belongs_to_it(world: World) -> None:
    for query in MATCHING:
        save_search(query, by=world.ben)
    save_search("nobody", by=world.cleo, hides=True)
    index_all()
    found = {saved.query for saved in matching(world.second)}
    assert found == {query for query, fits in MATCHING.items() if fits}
    assert matching(world.draft) == []
    actions.withdraw_part(world.second, by=world.ana)
    assert matching(world.second) == []


def test_people_keep_and_forget_searches_by_hand(world: World, client_of: object) -> None:
    client, stranger = client_of(world.ben), client_of(world.cleo)  # type: ignore[operator]
    client.post("/library/searches/add/", {"q": "lamp tag:sea"})
    saved = SavedSearch.objects.get()
    assert "lamp tag:sea" in client.get("/library/searches/").content.decode()
    assert "lamp tag:sea" not in stranger.get("/library/searches/").content.decode()
    stranger.post(f"/library/searches/{saved.pk}/forget/")
    stranger.post(f"/library/searches/{saved.pk}/address/")
    assert SavedSearch.objects.get().secret == saved.secret
    client.post(f"/library/searches/{saved.pk}/forget/")
    assert SavedSearch.objects.count() == 0
