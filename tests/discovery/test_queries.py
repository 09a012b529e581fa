"""Lists: filtered, sorted, and cut into pages by a cursor."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inkstead.discovery.queries import SORTS, Wish, list_stories, story_page
from inkstead.lib.refusals import Refused
from inkstead.stories.cards import Latest
from inkstead.stories.models import State, Story, StoryCounts, Visibility
from tests.discovery.indexing import index_all
from tests.factories import make_part, make_story
from tests.world import World


@pytest.fixture
def shelf(world: World) -> list[Story]:
    """Three stories more; all four listed ones differ in everything that a list can be sorted by, but for ties."""
    stories = []
    for number, title in enumerate(["Ashes", "Boats", "Cinders"]):
        status = "complete" if title == "Boats" else "ongoing"
        story = make_story(world.ana, title, tags=["sea", title], status=status, summary=f"{title} at night")
        make_part(story)
        day = datetime(2026, 3, 1 + number, tzinfo=UTC)
        Story.objects.filter(pk=story.pk).update(last_published_at=day, first_published_at=day - timedelta(days=9))
        StoryCounts.objects.filter(story=story).update(reads=7, votes=number)
        stories.append(Story.objects.get(pk=story.pk))
    index_all()
    return stories


def titles(wish: Wish, cursor: str = "", size: int = 24) -> list[str]:
    return [story.title for story in list_stories(wish, cursor, size)[0]]


ORDERS = {
    "best": ["The Lighthouse", "Cinders", "Boats", "Ashes"],  # nothing to look for: newly updated first
    "updated": ["The Lighthouse", "Cinders", "Boats", "Ashes"],
    "new": ["The Lighthouse", "Cinders", "Boats", "Ashes"],
    "title": ["Ashes", "Boats", "Cinders", "The Lighthouse"],
    "reads": ["Cinders", "Boats", "Ashes", "The Lighthouse"],  # a tie of three: the newest id first
    "votes": ["Cinders", "Boats", "The Lighthouse", "Ashes"],
    "words": ["The Lighthouse", "Cinders", "Boats", "Ashes"],
}


@pytest.mark.parametrize("sort", SORTS)
def test_pages_of_one_make_the_whole_list_each_story_once(shelf: list[Story], sort: str) -> None:
    wish = Wish(sort=sort)
    assert titles(wish) == ORDERS[sort]
    seen, cursor = [], ""
    for _ in range(9):
        rows, cursor = list_stories(wish, cursor, 1)
        seen += [story.title for story in rows]
        if not cursor:
            break
    assert seen == ORDERS[sort]


def test_titles_are_sorted_as_people_sort_them(world: World) -> None:
    """Without case, accents and what stands before the first letter; also those from before there was such an order."""
    ordered = ["(aa)", "Ábaco", "abacus", "Åsgard", "“Ash”", "zebra", "Zoé", "Ночь", "夜の港", "🐉"]
    for title in reversed(ordered):
        make_part(make_story(world.ana, title, tags=["ordered"]))
    wish = Wish(tags=("ordered",), sort="title")
    index_all()
    for again in (False, True):
        if again:
            Story.objects.update(sorted_title="")
            import_module("inkstead.stories.migrations.0018_titles_in_order").fill(apps, None)
        seen, cursor = [], ""
        for _ in ordered:
            rows, cursor = list_stories(wish, cursor, 1)
            seen += [story.title for story in rows]
        assert seen == ordered
    story = Story.objects.get(title="zebra")
    story.title = "A zebra"
    story.save()
    assert titles(wish)[:2] == ["A zebra", "(aa)"]


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (Wish(tags=("sea",)), {"The Lighthouse", "Ashes", "Boats", "Cinders"}),
        (Wish(tags=("sea", "ashes")), {"Ashes"}),
        (Wish(tags=("SEA",), without=("lamps", "Boats")), {"Ashes", "Cinders"}),
        (Wish(tags=("nowhere",)), set()),
        (Wish(status="complete"), {"Boats"}),
        (Wish(q="ashes"), {"Ashes"}),
        (Wish(q="night CINDERS"), {"Cinders"}),
        (Wish(q="lamps"), {"The Lighthouse"}),
        (Wish(q="ana"), {"The Lighthouse", "Ashes", "Boats", "Cinders"}),
        (Wish(q="ana somebody"), set()),
        (Wish(q="%"), set()),
        (Wish(q="_shes"), set()),
        (Wish(q="a\x00shes"), {"Ashes"}),
        (Wish(q="Kept"), set()),
        (Wish(q="friends"), set()),
    ],
)
def test_what_a_wish_finds(shelf: list[Story], wish: Wish, expected: set[str]) -> None:
    assert set(titles(wish)) == expected
    assert len(titles(wish)) == len(expected)


def test_unknown_words_are_refused(world: World) -> None:
    for wish, field in ((Wish(sort="random"), "sort"), (Wish(status="asleep"), "status")):
        with pytest.raises(Refused) as refused:
            list_stories(wish)
        assert set(refused.value.fields) == {field}


def test_forged_cursors_and_those_of_another_list_or_order_are_refused(shelf: list[Story]) -> None:
    _, cursor = list_stories(Wish(), "", 1)
    forged = [
        "x",
        "é:ü",
        cursor[:-1],
        "A" + cursor,
        "\x00",
        signing.dumps(["updated", "2026-03-01", 1], salt="other"),
        list_stories(Wish(sort="title"), "", 1)[1],
        list_stories(Wish(status="ongoing"), "", 1)[1] or "none",
        signing.dumps(["updated", "2026-03-01T00:00:00+00:00", 1], salt="cursor"),  # of an older version
    ]
    assert len(forged[-2]) > 10
    for wrong in forged:
        for wish in (Wish(), Wish(q='""')):  # which asks for nothing, and finds nothing
            with pytest.raises(Refused) as refused:
                list_stories(wish, wrong)
            assert refused.value.code == "bad_cursor"
    assert titles(Wish(), cursor) == ORDERS["updated"][1:]


def test_the_latest_part_that_a_card_names_is_one_that_strangers_may_open(world: World) -> None:
    hidden = make_part(world.story, "Among us", visibility=Visibility.FOLLOWERS)
    (card,) = story_page(Wish()).cards
    assert hidden.published_at is not None
    assert world.second.published_at is not None
    assert world.second.published_at < hidden.published_at
    assert card.latest == Latest(world.second.title, world.second.get_absolute_url(), world.second.published_at)


def test_three_stories_cost_as_many_queries_as_one(world: World) -> None:
    costs = []
    for number in (1, 2, 3):
        with CaptureQueriesContext(connection) as asked:
            assert len(story_page(Wish()).cards) == number
        costs.append(len(asked))
        make_part(make_story(world.ana, tags=["sea"]), state=State.PUBLISHED)
    assert costs == [costs[0]] * 3
