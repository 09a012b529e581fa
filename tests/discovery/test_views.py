"""Home and lists, and what hidden stories must not show there."""

from __future__ import annotations

import pytest

from inkstead.accounts.models import User
from inkstead.library.actions import keep_place
from inkstead.stories import actions
from inkstead.stories.models import State, Story, Visibility
from tests.discovery.indexing import index_all
from tests.factories import make_part, make_story
from tests.through_front import FrontClient
from tests.world import TITLES, World

PAGES = (
    "/",
    "/stories/",
    "/stories/?x=1",
    "/tag/sea/",
    "/tag/sea/?x=1",
    "/by/ana/",
    "/search/?q=ana",
    "/search/?q=sea",
)


@pytest.mark.parametrize("page", PAGES)
def test_lists_name_what_is_listed_and_nothing_else_to_anybody(world: World, front: FrontClient, page: str) -> None:
    index_all()
    words = {*TITLES.values(), *(part.title for part in world.parts.values()), world.second.title}
    for person in (None, world.ana, world.ben, world.cleo):
        answer = front.get(page, by=person)
        shown = {word for word in words if f">{word}</a>" in answer.text}
        assert answer.status == 200
        assert shown - {world.part.title} == {"The Lighthouse", "The Second Night"}
        for (visibility, state), part in world.parts.items():
            if (visibility, state) != (Visibility.PUBLIC, State.PUBLISHED):
                assert part.get_absolute_url() not in answer.text


def test_a_tag_of_hidden_stories_alone_is_no_page(world: World, front: FrontClient) -> None:
    actions.edit_story(world.stories[Visibility.PRIVATE], by=world.ana, tags=["secret"])
    asked = {page: front.get(page).status for page in ("/tag/secret/", "/tag/never/", "/tag/%00/", "/tag/sea/")}
    assert asked == {"/tag/secret/": 404, "/tag/never/": 404, "/tag/%00/": 404, "/tag/sea/": 200}


def test_a_pen_name_shows_nothing_of_the_persons_others(world: World, front: FrontClient) -> None:
    make_part(make_story(world.ana, "Quilled", author=world.other_name))
    assert "Ada Quill" not in front.get("/by/ana/").text
    other = front.get("/by/ada-quill/").text
    assert "Quilled" in other
    assert "The Lighthouse" not in other
    assert {front.get(path).status for path in ("/by/nobody/", "/by/%00/", "/by/ana%00/")} == {404}


def test_somebody_who_was_closed_out_has_no_profile(world: World, front: FrontClient) -> None:
    User.objects.filter(pk=world.cleo.pk).update(is_active=False)
    assert [front.get(f"/by/{name}/").status for name in ("cleo", "ben")] == [404, 200]


@pytest.mark.parametrize("page", ["/stories/", "/tag/sea/", "/search/"])
def test_a_forged_cursor_is_told_in_a_plain_sentence(world: World, front: FrontClient, page: str) -> None:
    answer = front.get(page + "?q=sea&after=forged")
    assert answer.status == 400
    assert "This page of the list does not exist." in answer.text


def test_more_stories_than_a_page_holds_are_found_on_the_next(
    world: World, front: FrontClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_part(make_story(world.ana, "Ashes", tags=["sea"]))
    index_all()
    monkeypatch.setattr("inkstead.discovery.queries.find.__defaults__", ("", 1, None))
    first = front.get("/search/?q=sea+sort%3Aupdated").text
    following = first.split('href="?')[1].split('"')[0].replace("&amp;", "&")
    second = front.get("/search/?" + following).text
    assert [("Ashes" in page, "The Lighthouse" in page) for page in (first, second)] == [(True, False), (False, True)]
    assert 'rel="next"' not in second


def test_search_without_words_and_with_words_that_nothing_has(world: World, front: FrontClient) -> None:
    assert "Nothing was found" not in front.get("/search/").text
    missed = front.get("/search/?q=<script>alert(1)</script>").text
    assert "Nothing was found for “&lt;script&gt;" in missed
    assert "<script>alert" not in missed
    assert front.get("/search/?q=%00%00").status == 200


def test_another_order_keeps_the_length_that_was_typed(world: World, front: FrontClient) -> None:
    """The form beside a list shows what was typed and none of its own, and sends it back as it stands."""
    page = front.get("/search/?q=-words:%3E90k").text
    assert '<option value="typed" selected>-words:&gt;90k</option>' in page
    moved = front.get("/search/?q=-words:%3E90k&sort=new&length=typed&age=")
    assert moved["location"] == "/search/?q=-words%3A%3E90k+sort%3Anew"
    moved = front.get("/search/?q=-words:%3E90k&length=%3C7500&age=%3C7d")
    assert moved["location"] == "/search/?q=words%3A%3C7500+updated%3A%3C7d"
    assert '<option value="&lt;7500" selected>' in front.get(moved["location"]).text


@pytest.mark.django_db
def test_home_tells_an_operator_what_to_do_until_there_is_a_story(front: FrontClient) -> None:
    assert "The shelves are empty" in front.get("/").text


def test_home_offers_to_go_on_only_to_who_was_reading(world: World, front: FrontClient) -> None:
    keep_place(world.second, block="b4", reached=0.3, by=world.ben)
    told = {
        name: f"{world.second.get_absolute_url()}#b4" in front.get("/", by=person).text
        for name, person in {"ben": world.ben, "cleo": world.cleo, "stranger": None}.items()
    }
    assert told == {"ben": True, "cleo": False, "stranger": False}
    assert Story.objects.count() == len(TITLES)
    assert "The shelves are empty" not in front.get("/").text
