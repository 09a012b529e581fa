"""The part page and the story page: who finds them, at which address, and what they never name."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inkstead.reading.queries import StoryView, part_view, parts_with_joins, story_view
from inkstead.stories import actions
from inkstead.stories.models import Part, State, Story, Visibility
from inkstead.stories.queries import contents_rows
from tests.factories import make_part, make_story
from tests.through_front import FrontClient
from tests.world import World

PUBLISHED = {(visibility, State.PUBLISHED) for visibility in Visibility}


def test_who_finds_which_part(world: World, front: FrontClient) -> None:
    def found(person: object) -> set[tuple[Visibility, State]]:
        told = {key: front.get(part.get_absolute_url(), by=person) for key, part in world.parts.items()}  # type: ignore[arg-type]
        assert {answer.status for answer in told.values()} <= {200, 404}
        assert {key for key, answer in told.items() if answer["Cache-Control"] != "private, no-store"} <= {
            (Visibility.PUBLIC, State.PUBLISHED)
        }
        return {key for key, answer in told.items() if answer.status == 200}

    open_to_all = {(Visibility.PUBLIC, State.PUBLISHED), (Visibility.UNLISTED, State.PUBLISHED)}
    assert found(None) == found(world.cleo) == open_to_all
    assert found(world.ben) == open_to_all | {(Visibility.FOLLOWERS, State.PUBLISHED)}
    assert found(world.ana) == set(world.parts)


def test_who_finds_which_story(world: World, front: FrontClient) -> None:
    def found(person: object) -> set[Visibility]:
        told = {key: front.get(story.get_absolute_url(), by=person).status for key, story in world.stories.items()}  # type: ignore[arg-type]
        return {key for key, status in told.items() if status == 200}

    assert found(None) == found(world.cleo) == {Visibility.PUBLIC, Visibility.UNLISTED}
    assert found(world.ben) == {Visibility.PUBLIC, Visibility.UNLISTED, Visibility.FOLLOWERS}
    assert found(world.ana) == set(Visibility)


def test_a_wrong_slug_leads_to_the_right_one_and_tells_nothing_of_what_is_hidden(
    world: World, front: FrontClient
) -> None:
    for thing, kind in ((world.part, "part"), (world.story, "story")):
        right = thing.get_absolute_url()
        for wrong in (f"/{kind}/{thing.pk}-x/", f"/{kind}/{thing.pk}/", f"/{kind}/{thing.pk}", f"{right[:-1]}"):
            answer = front.get(wrong)
            assert (answer.status, answer["Location"]) == (301, right)
    for hidden in (world.draft, world.parts[Visibility.PRIVATE, State.PUBLISHED]):
        assert front.get(f"/part/{hidden.pk}-x/").status == 404
        assert front.get(f"/part/{hidden.pk}-x/", by=world.ana)["Location"] == hidden.get_absolute_url()
    assert {front.get(path).status for path in ("/part/0/", "/part/999999/", f"/part/{'9' * 30}-x/", "/story/0/")} == {
        404
    }


def test_a_title_in_other_letters_is_one_address(world: World, front: FrontClient) -> None:
    part = make_part(make_story(world.ana, "Наводнение"), "朝の光")
    assert front.get(part.get_absolute_url()).status == 200
    assert front.get(part.story.get_absolute_url()).status == 200


@pytest.fixture
def five(world: World) -> Story:
    """A, C and E are told to all; B is for followers, D is unlisted; a draft and a withdrawn part stand between."""
    story = make_story(world.ana, "Five")
    make_part(story, "A")
    make_part(story, "B", visibility=Visibility.FOLLOWERS)
    make_part(story, "Draft", state=State.DRAFT)
    make_part(story, "C")
    make_part(story, "D", visibility=Visibility.UNLISTED)
    make_part(story, "Gone", state=State.WITHDRAWN)
    make_part(story, "E")
    actions.follow_story(story, by=world.ben)
    return story


def around(front: FrontClient, part: Part, by: object) -> tuple[str, str]:
    """The titles that `previous` and `next` lead to."""
    page = front.get(part.get_absolute_url(), by=by).text  # type: ignore[arg-type]
    link = re.compile(
        r'<(?:a|link)[^>]*rel="(prev|next)"[^>]*href="/part/(\d+)|<a[^>]*href="/part/(\d+)[^>]*rel="(prev|next)"'
    )
    found = {m[1] or m[4]: Part.objects.get(pk=int(m[2] or m[3])).title for m in link.finditer(page)}
    return found.get("prev", ""), found.get("next", "")


def test_previous_and_next_never_name_a_hidden_part(world: World, front: FrontClient, five: Story) -> None:
    c = five.parts.get(title="C")
    assert around(front, c, None) == ("A", "E")
    assert around(front, c, world.cleo) == ("A", "E")
    hidden = {f"/part/{part.pk}-" for part in five.parts.exclude(title__in=["A", "C", "E"])}
    for path in (c.get_absolute_url(), five.get_absolute_url()):
        for person in (None, world.ben, world.cleo, world.ana):
            assert {address for address in hidden if address in front.get(path, by=person).text} == set()


def test_followers_go_through_parts_for_followers(world: World, front: FrontClient, five: Story) -> None:
    b = five.parts.get(title="B")
    assert around(front, b, world.ben) == ("A", "C")
    assert {front.get(b.get_absolute_url(), by=person).status for person in (None, world.cleo)} == {404}


def test_an_unlisted_part_stands_alone(world: World, front: FrontClient, five: Story) -> None:
    d = five.parts.get(title="D")
    assert around(front, d, None) == ("", "")
    assert front.get(d.get_absolute_url())["Cache-Control"] == "private, no-store"


def test_counts_elsewhere_are_shown_or_hidden_as_the_author_likes(world: World, front: FrontClient) -> None:
    story = make_story(world.ana)
    part = make_part(story, elsewhere={"reads": 15_600, "votes": 385, "comments": 42, "shown": "15.6K 385 42"})
    told = []
    for shown in (True, False, True):
        actions.edit_story(story, by=world.ana, show_elsewhere_counts=shown)
        told.append("15.6K 385 42" in front.get(part.get_absolute_url()).text)
    assert told == [True, False, True]


def test_a_preview_shows_the_newest_text_and_readers_the_published_one(world: World, front: FrontClient) -> None:
    actions.revise_part(world.part, text="<p>Held back.</p>", by=world.ana, keep_draft=True)
    assert "Held back." not in front.get(world.part.get_absolute_url()).text
    assert "Held back." not in front.get(world.part.get_absolute_url(), by=world.ana).text
    actions.withdraw_part(world.part, by=world.ana)
    assert "Held back." in front.get(world.part.get_absolute_url(), by=world.ana).text


def test_pages_cost_as_many_queries_with_three_parts_as_with_one(world: World) -> None:
    story = make_story(world.ana)
    costs = []
    for _ in range(3):
        part = make_part(story)
        told = contents_rows(Part.objects.filter(story=story).told())
        row = parts_with_joins().get(pk=part.pk)
        shown = Story.objects.select_related("author", "counts").get(pk=story.pk)
        assert row.live is not None
        with CaptureQueriesContext(connection) as asked:
            part_view(row, row.live, told)
            view: StoryView = story_view(shown, told.all())
        costs.append(len(asked))
    assert len(view.contents[0].entries) == 3
    assert costs == [costs[0]] * 3


def test_a_long_contents_shows_the_stretch_around_a_part(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inkstead.reading.queries.CONTENTS_IN_PART", 3)
    story = make_story(world.ana)
    parts = [make_part(story, letter) for letter in "ABCDE"]

    def stretch(part: Part) -> tuple[str, bool]:
        row = parts_with_joins().get(pk=part.pk)
        assert row.live is not None
        view = part_view(row, row.live, contents_rows(Part.objects.filter(story=story).told()))
        return "".join(e.title for volume in view.contents for e in volume.entries), view.contents_complete

    assert [stretch(part) for part in parts] == [(letters, False) for letters in ("ABC", "ABC", "BCD", "CDE", "CDE")]


@pytest.mark.parametrize(("path", "words"), [("/about/", "About"), ("/about/counting/", "What we count")])
@pytest.mark.django_db
def test_about_pages_are_the_same_for_all(front: FrontClient, path: str, words: str) -> None:
    answer = front.get(path)
    assert answer.status == 200
    assert words in answer.text
    assert front.get(path, If_None_Match=answer["ETag"]).status == 304
