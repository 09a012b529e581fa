"""Publish, schedule and withdraw."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from inkstead.events.models import FactRow
from inkstead.lib.refusals import Refused
from inkstead.stories import actions
from inkstead.stories.models import Part, State, Story, Visibility
from tests.factories import make_part, make_story
from tests.through_front import FrontClient
from tests.world import World


def facts(story: Story) -> list[str]:
    return list(FactRow.objects.filter(story_id=story.pk).order_by("pk").values_list("name", flat=True))


def test_publish_part_refuses_a_stranger(world: World) -> None:
    for stranger in (world.ben, world.cleo):
        with pytest.raises(Refused, match="Only the authors"):
            actions.publish_part(world.draft, by=stranger)
    assert Part.objects.get(pk=world.draft.pk).state == State.DRAFT
    assert actions.publish_part(world.draft, by=world.ana).state == State.PUBLISHED


def test_every_other_change_of_a_part_refuses_a_stranger_too(world: World) -> None:
    later = timezone.now() + timedelta(days=1)
    for change in (
        lambda: actions.publish_parts(world.story, [world.draft], by=world.ben),
        lambda: actions.schedule_part(world.draft, publish_at=later, by=world.ben),
        lambda: actions.withdraw_part(world.part, by=world.ben),
        lambda: actions.revise_part(world.part, text="Mine now.", by=world.ben),
        lambda: actions.edit_part(world.part, title="Mine", by=world.ben),
        lambda: actions.move_part(world.part, to=3, by=world.ben),
        lambda: actions.delete_part(world.part, by=world.ben),
        lambda: actions.create_part(world.story, title="Mine", text="Mine.", by=world.ben),
    ):
        before = list(Part.objects.order_by("pk").values())
        with pytest.raises(Refused, match="Only the authors"):
            change()
        assert list(Part.objects.order_by("pk").values()) == before


def test_publishing_twice_announces_once(world: World) -> None:
    before = len(facts(world.story))
    first = actions.publish_part(world.draft, by=world.ana)
    again = actions.publish_part(world.draft, by=world.ana)
    assert facts(world.story)[before:] == ["PartPublished"]
    assert again.published_at == first.published_at


def test_a_part_published_again_keeps_its_date(world: World) -> None:
    first = world.part.published_at
    actions.withdraw_part(world.part, by=world.ana)
    assert Part.objects.get(pk=world.part.pk).published_at == first
    assert actions.publish_part(world.part, by=world.ana).published_at == first


def test_a_withdrawn_part_that_the_clock_publishes_keeps_its_date_too(world: World) -> None:
    first = world.part.published_at
    actions.withdraw_part(world.part, by=world.ana)
    actions.schedule_part(world.part, publish_at=timezone.now() + timedelta(hours=1), by=world.ana)
    Part.objects.filter(pk=world.part.pk).update(publish_at=timezone.now())
    assert actions.publish_due_parts() == 1
    part = Part.objects.get(pk=world.part.pk)
    assert (part.state, part.published_at, part.publish_at) == (State.PUBLISHED, first, None)


def test_a_part_that_was_never_out_is_dated_by_its_schedule_not_by_the_clock_that_ran(world: World) -> None:
    part = world.parts[Visibility.PUBLIC, State.SCHEDULED]
    due = timezone.now() - timedelta(minutes=3)
    Part.objects.filter(pk=part.pk).update(publish_at=due)
    assert actions.publish_due_parts() == 1
    assert Part.objects.get(pk=part.pk).published_at == due


def test_publish_at_dates_back_and_is_refused_in_the_future(world: World) -> None:
    then = timezone.now() - timedelta(days=400)
    assert actions.publish_part(world.draft, by=world.ana, at=then).published_at == then
    other = make_part(world.story, state=State.DRAFT)
    with pytest.raises(Refused, match="future"):
        actions.publish_part(other, by=world.ana, at=timezone.now() + timedelta(seconds=9))
    assert Part.objects.get(pk=other.pk).state == State.DRAFT


def test_only_what_is_due_is_published_and_only_once(world: World) -> None:
    waiting = {key: part for key, part in world.parts.items() if key[1] == State.SCHEDULED}
    assert actions.publish_due_parts() == 0
    due = [waiting[Visibility.PUBLIC, State.SCHEDULED], waiting[Visibility.FOLLOWERS, State.SCHEDULED]]
    Part.objects.filter(pk__in=[part.pk for part in due]).update(publish_at=timezone.now())
    assert [actions.publish_due_parts() for _ in range(2)] == [2, 0]
    left = set(Part.objects.filter(state=State.SCHEDULED).values_list("pk", flat=True))
    assert left == {part.pk for part in waiting.values()} - {part.pk for part in due}


def test_schedule_part_refuses_the_past_and_what_is_out(world: World) -> None:
    later = timezone.now() + timedelta(days=1)
    with pytest.raises(Refused, match="passed already"):
        actions.schedule_part(world.draft, publish_at=timezone.now(), by=world.ana)
    with pytest.raises(Refused, match="published already"):
        actions.schedule_part(world.part, publish_at=later, by=world.ana)
    assert actions.schedule_part(world.draft, publish_at=later, by=world.ana).publish_at == later


def test_a_new_time_replaces_the_old_one_and_withdrawing_takes_it_away(world: World) -> None:
    part = world.parts[Visibility.PUBLIC, State.SCHEDULED]
    later = timezone.now() + timedelta(days=30)
    assert actions.schedule_part(part, publish_at=later, by=world.ana).publish_at == later
    part = actions.withdraw_part(part, by=world.ana)
    assert (part.state, part.publish_at) == (State.DRAFT, None)


def test_withdrawing_twice_announces_once_and_a_draft_stays_one(world: World) -> None:
    before = len(facts(world.story))
    for _ in range(2):
        assert actions.withdraw_part(world.part, by=world.ana).state == State.WITHDRAWN
    assert actions.withdraw_part(world.draft, by=world.ana).state == State.DRAFT
    assert facts(world.story)[before:] == ["PartWithdrawn"]


def test_withdrawing_keeps_votes_and_comments_and_they_come_back_into_the_sums(world: World) -> None:
    def sums() -> tuple[int, int, int]:
        story = Story.objects.select_related("counts").get(pk=world.story.pk)
        return story.parts_published, story.counts.votes, story.counts.comments

    assert sums() == (2, 1, 1)
    actions.withdraw_part(world.part, by=world.ana)
    assert sums() == (1, 0, 0)
    actions.publish_part(world.part, by=world.ana)
    assert sums() == (2, 1, 1)


def test_a_story_whose_last_part_is_withdrawn_is_no_longer_listed(world: World) -> None:
    assert set(Story.objects.listed()) == {world.story}
    for part in (world.part, world.second):
        actions.withdraw_part(part, by=world.ana)
    assert set(Story.objects.listed()) == set()
    story = Story.objects.get(pk=world.story.pk)
    assert (story.parts_published, story.words_published, story.first_published_at, story.last_published_at) == (
        0, 0, None, None,
    )  # fmt: skip


def test_publish_parts_takes_those_that_wait_and_leaves_other_stories_alone(world: World) -> None:
    other = make_story(world.ana)
    foreign = make_part(other, state=State.DRAFT)
    asked = [world.draft, world.part, world.parts[Visibility.PUBLIC, State.SCHEDULED], foreign]
    stood = world.part.published_at
    actions.publish_parts(world.story, asked, by=world.ana)
    out = set(Part.objects.published().filter(story__in=[world.story, other]))
    assert out == {world.draft, world.part, world.second, world.parts[Visibility.PUBLIC, State.SCHEDULED]}
    assert Part.objects.get(pk=world.part.pk).published_at == stood


def test_a_correction_held_back_is_published_by_publishing_again(world: World) -> None:
    part = actions.revise_part(world.part, text="<p>Another evening.</p>", by=world.ana, keep_draft=True)
    assert part.live is not None
    assert "Another evening" not in part.live.text
    part = actions.publish_part(part, by=world.ana)
    assert part.live is not None
    assert part.live.text == "Another evening."
    assert part.revised_at is not None


def test_a_part_published_in_a_followers_only_story_stays_among_them(world: World, front: FrontClient) -> None:
    part = actions.publish_part(world.parts[Visibility.FOLLOWERS, State.DRAFT], by=world.ana)
    asked = {"ben": world.ben, "cleo": world.cleo, "a stranger": None}
    told = {name: front.get(part.get_absolute_url(), by=by) for name, by in asked.items()}
    assert {name: answer.status for name, answer in told.items()} == {"ben": 200, "cleo": 404, "a stranger": 404}
    assert told["ben"]["Cache-Control"] == "private, no-store"
    for page in ("/", "/stories/", "/tag/sea/", "/by/ana/", "/search/?q=Friends"):
        assert part.title not in front.get(page).text
        assert "For Friends" not in front.get(page, by=world.cleo).text
    assert "The Lighthouse" in front.get("/by/ana/").text
