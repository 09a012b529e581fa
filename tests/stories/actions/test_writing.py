"""Write, rewrite, move and hide parts."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inkstead.events.models import FactRow
from inkstead.lib.prose import read_prose
from inkstead.lib.refusals import Refused
from inkstead.stories import actions
from inkstead.stories.models import Part, Revision, State, Story, Visibility, Volume
from tests.factories import make_part, make_story
from tests.through_front import FrontClient
from tests.world import World


def order(story: Story) -> list[str]:
    return list(story.parts.in_order().values_list("title", flat=True))


@pytest.fixture
def story(world: World) -> Story:
    story = make_story(world.ana, "Alphabet")
    for letter in "ABC":
        make_part(story, letter)
    return story


@pytest.mark.parametrize(
    ("to", "expected"),
    [(1, "CAB"), (2, "ACB"), (3, "ABC"), (0, "CAB"), (-5, "CAB"), (99, "ABC")],
)
def test_move_part_puts_it_there_and_the_others_close_up(story: Story, world: World, to: int, expected: str) -> None:
    actions.move_part(story.parts.get(title="C"), to=to, by=world.ana)
    assert order(story) == list(expected)
    assert sorted(story.parts.values_list("position", flat=True)) == [1, 2, 3]


def test_a_moved_part_changes_previous_and_next_and_no_number(story: Story, world: World, front: FrontClient) -> None:
    before = Story.objects.filter(pk=story.pk).values().get()
    path = story.parts.get(title="A").get_absolute_url()
    front.get(path)
    actions.move_part(story.parts.get(title="A"), to=3, by=world.ana)
    page = front.get(path).text
    assert 'rel="next"' not in page
    assert 'rel="prev"' in page
    assert Story.objects.filter(pk=story.pk).values().get() == before


def test_gaps_of_deleted_parts_do_no_harm(story: Story, world: World) -> None:
    actions.delete_part(story.parts.get(title="A"), by=world.ana)
    actions.create_part(story, title="D", text="D.", by=world.ana)
    assert order(story) == ["B", "C", "D"]
    actions.move_part(story.parts.get(title="D"), to=2, by=world.ana)
    assert order(story) == ["B", "D", "C"]


def test_the_same_text_makes_no_new_revision(world: World) -> None:
    assert world.part.live is not None
    actions.revise_part(world.part, text=world.part.live.html, by=world.ana)
    assert Revision.objects.filter(part=world.part).count() == 1
    actions.revise_part(world.part, text="Other.", by=world.ana)
    assert list(Revision.objects.filter(part=world.part).order_by("number").values_list("number", flat=True)) == [1, 2]


def test_a_stale_revision_is_told_and_nothing_is_lost(world: World) -> None:
    actions.revise_part(world.part, text="Second.", by=world.ana, expected=1)
    with pytest.raises(actions.Stale) as stale:
        actions.revise_part(world.part, text="Third, from the first.", title="T", by=world.ana, expected=1)
    assert stale.value.part.head is not None
    assert stale.value.part.head.text == "Second."
    part = Part.objects.select_related("head").get(pk=world.part.pk)
    assert (part.title, part.head and part.head.number) == (world.part.title, 2)


def test_words_of_the_story_follow_what_readers_see(story: Story, world: World) -> None:
    part = story.parts.get(title="A")
    stood = Story.objects.get(pk=story.pk).words_published
    assert part.live is not None
    actions.revise_part(part, text="Two words.", by=world.ana, keep_draft=True)
    assert Story.objects.get(pk=story.pk).words_published == stood
    actions.publish_part(part, by=world.ana)
    assert Story.objects.get(pk=story.pk).words_published == stood - part.live.words + 2


def test_a_volume_is_made_by_its_first_part_and_gone_with_its_last(story: Story, world: World) -> None:
    first, second = story.parts.get(title="A"), story.parts.get(title="B")
    for part in (first, second):
        actions.edit_part(part, by=world.ana, volume="Book  One")
    assert list(Volume.objects.filter(story=story).values_list("title", flat=True)) == ["Book One"]
    actions.edit_part(first, by=world.ana, volume="")
    assert Volume.objects.filter(story=story).count() == 1
    actions.edit_part(second, by=world.ana, volume="Book Two")
    assert list(Volume.objects.filter(story=story).values_list("title", flat=True)) == ["Book Two"]
    actions.delete_part(second, by=world.ana)
    assert not Volume.objects.filter(story=story).exists()


def test_two_volumes_of_one_story_never_have_the_same_title(story: Story, world: World) -> None:
    for title, volume in (("A", "One"), ("B", "Two")):
        actions.edit_part(story.parts.get(title=title), by=world.ana, volume=volume)
    one = Volume.objects.get(story=story, title="One")
    with pytest.raises(Refused, match="already"):
        actions.rename_volume(one, title="Two", by=world.ana)
    with pytest.raises(Refused, match="Only the authors"):
        actions.rename_volume(one, title="Three", by=world.ben)
    assert actions.rename_volume(one, title="Three", by=world.ana).title == "Three"


def test_a_part_shown_for_the_first_time_brings_its_story_into_every_list(world: World, front: FrontClient) -> None:
    story = make_story(world.ana, "Late Bloom", tags=["sea"])
    part = make_part(story, visibility=Visibility.PRIVATE)
    pages = ("/", "/stories/", "/tag/sea/", "/by/ana/")
    assert {page for page in pages if "Late Bloom" in front.get(page).text} == set()
    actions.edit_part(part, by=world.ana, visibility=Visibility.PUBLIC)
    assert {page for page in pages if "Late Bloom" in front.get(page).text} == set(pages)
    actions.edit_part(part, by=world.ana, visibility=Visibility.PRIVATE)
    assert {page for page in pages if "Late Bloom" in front.get(page).text} == set()


def test_counts_elsewhere_are_kept_and_never_added(world: World) -> None:
    told = {"reads": 15_600, "votes": 385, "comments": 42, "shown": "15.6K 385 42"}
    story = make_story(world.ana)
    part = make_part(story, elsewhere=told)
    story = Story.objects.select_related("counts").get(pk=story.pk)
    assert Part.objects.get(pk=part.pk).elsewhere == told
    assert (story.counts.reads, story.counts.votes, story.counts.comments) == (0, 0, 0)


def test_adding_many_parts_costs_as_many_queries_as_adding_one(world: World) -> None:
    def cost(number: int) -> int:
        new = [actions.NewPart(f"P{at}", read_prose("Words.", "text")) for at in range(number)]
        with CaptureQueriesContext(connection) as asked:
            actions.add_parts(world.story, new, by=world.ana)
        return len(asked)

    assert cost(1) == cost(3)
    assert world.story.parts.filter(state=State.DRAFT).count() == 5


def test_a_text_that_is_kept_back_is_no_news(world: World) -> None:
    told = FactRow.objects.filter(name__contains="PartRevised")
    actions.revise_part(world.part, text="Not yet.", by=world.ana, keep_draft=True)
    assert told.count() == 0
    actions.publish_part(world.part, by=world.ana)
    assert told.count() == 1
