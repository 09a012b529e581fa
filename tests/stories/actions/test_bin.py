"""What is thrown away stays thirty days, is seen by nobody else, and can come back."""

from __future__ import annotations

import contextlib
from datetime import timedelta

import pytest
from django.utils import timezone

from inkstead.lib.refusals import Refused
from inkstead.stories import actions
from inkstead.stories.actions import Before, standing
from inkstead.stories.models import Part, Revision, State, Story, Visibility
from tests.factories import make_part
from tests.threads import at_once
from tests.world import World, build_world


def row(thing: Part | Story) -> tuple[object, ...]:
    if isinstance(thing, Story):
        return tuple(Story.objects.values_list("visibility", "binned_at").get(pk=thing.pk))
    return tuple(Part.objects.values_list("state", "publish_at", "in_queue", "binned_at").get(pk=thing.pk))


def test_a_part_in_the_bin_is_withdrawn_unscheduled_and_out_of_the_totals(world: World) -> None:
    due = world.parts[Visibility.PUBLIC, State.SCHEDULED]
    Part.objects.filter(pk=due.pk).update(in_queue=True)
    for part in (world.part, due, world.draft):
        for _ in range(2):
            actions.bin_part(part, by=world.ana)
    assert [row(part)[:3] for part in (world.part, due, world.draft)] == [
        ("withdrawn", None, False),
        ("draft", None, False),
        ("draft", None, False),
    ]
    world.story.refresh_from_db()
    assert world.story.parts_published == 1


def test_a_restored_part_stands_at_its_place_with_votes_and_comments(world: World) -> None:
    order = [part.pk for part in world.story.parts.in_order()]
    actions.bin_part(world.part, by=world.ana)
    actions.restore_part(world.part, by=world.ana)
    assert [part.pk for part in world.story.parts.kept().in_order()] == order
    assert row(world.part)[0] == "withdrawn"
    actions.publish_part(world.part, by=world.ana)
    world.part.counts.refresh_from_db()
    assert (world.part.counts.votes, world.part.counts.comments) == (1, 1)


def test_a_restored_story_is_what_it_was_but_for_its_schedule(world: World) -> None:
    for visibility, story in world.stories.items():
        actions.bin_story(story, by=world.ana)
        actions.bin_story(story, by=world.ana)
        assert row(story)[0] == "private"
        actions.restore_story(story, by=world.ana)
        actions.restore_story(story, by=world.ana)
        assert row(story) == (visibility, None)
    assert not Part.objects.filter(state=State.SCHEDULED).exists()


def test_nothing_in_the_bin_can_be_changed_but_by_coming_back(world: World) -> None:
    actions.bin_part(world.part, by=world.ana)
    for act in (
        lambda: actions.publish_part(world.part, by=world.ana),
        lambda: actions.schedule_part(world.part, publish_at=timezone.now() + timedelta(days=1), by=world.ana),
        lambda: actions.withdraw_part(world.part, by=world.ana),
        lambda: actions.revise_part(world.part, text="Other.", by=world.ana),
    ):
        with pytest.raises(Refused, match="lies in the bin"):
            act()
    actions.publish_parts(world.story, [world.part], by=world.ana)
    assert row(world.part)[0] == "withdrawn"
    actions.bin_story(world.story, by=world.ana)
    for act in (
        lambda: actions.edit_story(world.story, title="Other", by=world.ana),
        lambda: actions.create_part(world.story, title="New", text="New.", by=world.ana),
        lambda: actions.restore_part(world.part, by=world.ana),
        lambda: actions.publish_part(world.second, by=world.ana),
    ):
        with pytest.raises(Refused, match="lies in the bin"):
            act()


def test_only_those_who_may_throw_away_and_restore(world: World) -> None:
    for act in (actions.bin_part, actions.restore_part):
        with pytest.raises(Refused):
            act(world.part, by=world.ben)
    for act in (actions.bin_story, actions.restore_story):
        with pytest.raises(Refused):
            act(world.story, by=world.ben)


def test_taking_a_withdrawal_back_shows_no_correction_that_was_being_prepared(world: World) -> None:
    actions.revise_part(world.part, text="A correction.", keep_draft=True, by=world.ana)
    due = world.parts[Visibility.PUBLIC, State.SCHEDULED]
    before = standing([Part.objects.get(pk=world.part.pk), Part.objects.get(pk=due.pk)])
    live = Part.objects.get(pk=world.part.pk).live_id
    for part in (world.part, due):
        actions.withdraw_part(part, by=world.ana)
    for _ in range(2):
        actions.show_again(world.story, before, by=world.ana)
    shown = Part.objects.get(pk=world.part.pk)
    assert (shown.state, shown.live_id) == ("published", live)
    assert row(due)[:2] == ("scheduled", before[1].publish_at)


def test_a_time_that_has_passed_is_not_set_again(world: World) -> None:
    actions.show_again(
        world.story, [Before(world.draft.pk, "scheduled", timezone.now() - timedelta(hours=1))], by=world.ana
    )
    assert row(world.draft)[:2] == ("draft", None)


def test_the_bin_is_emptied_of_what_is_older_than_thirty_days_and_of_nothing_else(world: World) -> None:
    actions.bin_part(world.part, by=world.ana)
    actions.bin_part(world.second, by=world.ana)
    old, new = world.stories[Visibility.UNLISTED], world.stories[Visibility.FOLLOWERS]
    for story in (old, new):
        actions.bin_story(story, by=world.ana)
    past = timezone.now() - timedelta(days=30, minutes=1)
    Part.objects.filter(pk=world.part.pk).update(binned_at=past)
    Story.objects.filter(pk=old.pk).update(binned_at=past)
    stories, parts = (
        set(Story.objects.values_list("pk", flat=True)),
        set(world.story.parts.values_list("pk", flat=True)),
    )
    assert actions.empty_bin() == 2
    assert actions.empty_bin() == 0
    assert stories - set(Story.objects.values_list("pk", flat=True)) == {old.pk}
    assert parts - set(world.story.parts.values_list("pk", flat=True)) == {world.part.pk}
    assert not Revision.objects.filter(part=world.part.pk).exists()


def test_a_volume_stays_while_a_part_of_it_lies_in_the_bin(world: World) -> None:
    part = make_part(world.story, "Alone", volume="Book One")
    actions.bin_part(part, by=world.ana)
    actions.edit_part(world.second, volume="Book Two", by=world.ana)
    actions.edit_part(world.second, volume="", by=world.ana)
    assert [volume.title for volume in world.story.volumes.all()] == ["Book One"]


@pytest.mark.django_db(transaction=True)
def test_throwing_away_and_publishing_at_once_leaves_one_of_the_two() -> None:
    world = build_world()

    def publish() -> None:
        with contextlib.suppress(Refused):
            actions.publish_part(world.draft, by=world.ana)

    at_once([publish, lambda: actions.bin_part(world.draft, by=world.ana)] * 4)
    state, _, _, binned_at = row(world.draft)
    assert binned_at is not None
    assert state in ("draft", "withdrawn")
