"""What a reader is reading."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from inkstead.accounts.models import User
from inkstead.library.actions import keep_place
from inkstead.library.queries import Continue, places_of
from inkstead.stories import actions
from inkstead.stories.models import Part, State, Story, Visibility
from tests.factories import make_part, make_story
from tests.world import World


@pytest.fixture
def story(world: World) -> Story:
    story = make_story(world.ana, "Alphabet")
    for letter in "ABC":
        make_part(story, letter)
    return story


def stop(story: Story, title: str, reached: float, by: User, block: str = "b1") -> None:
    keep_place(story.parts.get(title=title), block=block, reached=reached, by=by)


def only(reader: User) -> Continue:
    (place,) = places_of(reader)
    return place


def shape(place: Continue) -> tuple[str, int, int, int, int, bool]:
    return place.part_title, place.number, place.of, place.percent, place.new_parts, place.is_finished


def test_an_unfinished_part_leads_back_to_its_block(world: World, story: Story) -> None:
    stop(story, "B", 0.5, world.ben)
    assert shape(only(world.ben)) == ("B", 2, 3, 50, 1, False)
    assert only(world.ben).url == story.parts.get(title="B").get_absolute_url() + "#b1"


def test_a_finished_part_leads_to_the_beginning_of_the_next(world: World, story: Story) -> None:
    stop(story, "B", 0.9, world.ben)
    assert shape(only(world.ben)) == ("C", 3, 3, 0, 0, False)
    assert only(world.ben).url == story.parts.get(title="C").get_absolute_url()


def test_the_last_part_finished_waits_for_a_next_one(world: World, story: Story) -> None:
    stop(story, "C", 1.0, world.ben)
    assert shape(only(world.ben)) == ("C", 3, 3, 100, 0, True)
    make_part(story, "D")
    assert shape(only(world.ben)) == ("D", 4, 4, 0, 0, False)


@pytest.mark.parametrize("visibility", [Visibility.UNLISTED, Visibility.PRIVATE])
def test_the_next_part_is_never_one_that_no_contents_name(world: World, story: Story, visibility: Visibility) -> None:
    actions.edit_part(story.parts.get(title="B"), by=world.ana, visibility=visibility)
    stop(story, "A", 1.0, world.ben)
    assert shape(only(world.ben)) == ("C", 2, 2, 0, 0, False)


def test_followers_are_led_to_parts_for_followers_and_others_past_them(world: World, story: Story) -> None:
    actions.edit_part(story.parts.get(title="B"), by=world.ana, visibility=Visibility.FOLLOWERS)
    actions.follow_story(story, by=world.ben)
    for reader in (world.ben, world.cleo):
        stop(story, "A", 1.0, reader)
    assert (only(world.ben).part_title, only(world.cleo).part_title) == ("B", "C")


def test_who_stopped_in_an_unlisted_part_goes_on_from_there(world: World, story: Story) -> None:
    actions.edit_part(story.parts.get(title="B"), by=world.ana, visibility=Visibility.UNLISTED)
    stop(story, "B", 0.4, world.ben)
    assert shape(only(world.ben)) == ("B", 1, 2, 40, 1, False)
    stop(story, "B", 1.0, world.ben)
    assert only(world.ben).part_title == "C"


def test_what_is_no_longer_visible_is_left_out(world: World, story: Story) -> None:
    stop(story, "B", 0.5, world.ben)
    keep_place(world.part, block="", reached=0.5, by=world.ben)
    keep_place(world.parts[Visibility.FOLLOWERS, State.PUBLISHED], block="", reached=0.5, by=world.ben)

    def shown() -> list[str]:
        return [place.story.title for place in places_of(world.ben)]

    assert shown() == ["For Friends", "The Lighthouse", "Alphabet"]
    actions.unfollow_story(world.stories[Visibility.FOLLOWERS], by=world.ben)
    actions.withdraw_part(Part.objects.get(pk=world.part.pk), by=world.ana)
    assert shown() == ["Alphabet"]
    actions.edit_story(story, by=world.ana, visibility=Visibility.PRIVATE)
    assert shown() == []
    assert places_of(world.cleo) == []


def test_three_stories_cost_as_many_queries_as_one(
    world: World, story: Story, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    stop(story, "A", 1.0, world.ben)
    with django_assert_num_queries(2):
        assert len(places_of(world.ben)) == 1
    for part in (world.part, world.parts[Visibility.UNLISTED, State.PUBLISHED]):
        keep_place(part, block="", reached=1.0, by=world.ben)
    with django_assert_num_queries(2):
        assert len(places_of(world.ben)) == 3


def test_a_new_version_of_what_was_read_is_named_and_a_quiet_correction_is_not(world: World, story: Story) -> None:
    stop(story, "B", 0.5, world.ben)
    for title, quiet in (("A", False), ("B", True), ("C", False)):
        part = story.parts.get(title=title)
        actions.revise_part(part, text=f"{title}, mended.", format="text", by=world.ana, keep_draft=True)
        actions.publish_part(part, by=world.ana, quiet=quiet)
    assert [part.title for part in only(world.ben).revised] == ["A"]
