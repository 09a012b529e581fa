"""The queue: who gets which slot, and what moves when something changes."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inkstead.accounts.models import User
from inkstead.lib.refusals import Refused
from inkstead.serial import actions
from inkstead.serial.actions import OutOfOrder
from inkstead.serial.models import QueuePlace
from inkstead.serial.plans import known_plan
from inkstead.stories.actions import (
    bin_part,
    create_part,
    delete_part,
    move_part,
    publish_due_parts,
    publish_part,
    restore_part,
    schedule_part,
    show_again,
    standing,
    withdraw_part,
)
from inkstead.stories.models import Contributor, Part, Role, State
from tests.factories import make_part, make_story
from tests.jobs import work_off
from tests.serial.clocks import Clock
from tests.serial.stories import drafts, serial_by, times, waiting


def test_parts_take_the_slots_in_the_storys_order(ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=4)
    assert actions.put_in_queue(story, list(reversed(waiting(story))), by=ana) == 4
    assert times(story) == {
        "Part 2": "Mon 16 Mar 18:00",
        "Part 3": "Thu 19 Mar 18:00",
        "Part 4": "Mon 23 Mar 18:00",
        "Part 5": "Thu 26 Mar 18:00",
    }
    assert actions.put_in_queue(story, waiting(story), by=ana) == 0


def test_a_queue_goes_on_across_the_change_of_clocks(ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=6)
    actions.put_in_queue(story, waiting(story), by=ana)
    part = story.parts.get(title="Part 6")
    assert times(story)["Part 6"] == "Mon 30 Mar 18:00"
    assert part.publish_at == datetime(2026, 3, 30, 16, 0, tzinfo=UTC)


def test_taking_a_part_out_gives_its_slot_to_the_next(ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=3)
    actions.put_in_queue(story, waiting(story), by=ana)
    last = story.parts.get(title="Part 4")
    actions.take_out_of_queue(last, by=ana)
    actions.take_out_of_queue(last, by=ana)
    last.refresh_from_db()
    assert (last.state, last.publish_at, last.in_queue) == ("draft", None, False)
    assert list(times(story)) == ["Part 2", "Part 3"]


def test_what_comes_after_a_part_that_was_taken_out_waits_for_it(ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=3)
    actions.put_in_queue(story, waiting(story), by=ana)
    second = story.parts.get(title="Part 3")
    actions.take_out_of_queue(second, by=ana)
    assert list(times(story)) == ["Part 2"]
    assert [turn.waits_for for turn in known_plan(story).turns()] == [None, second.pk]
    actions.put_in_queue(story, [second], by=ana)
    assert list(times(story)) == ["Part 2", "Part 3", "Part 4"]


def test_a_writer_may_go_on_without_a_draft(ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=3)
    actions.put_in_queue(story, waiting(story)[1:], by=ana)
    assert times(story) == {}
    assert actions.go_on_without(story, by=ana) == 2
    assert list(times(story)) == ["Part 3", "Part 4"]


def test_moving_a_part_past_an_earlier_one_is_asked_first(ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=3)
    actions.put_in_queue(story, waiting(story), by=ana)
    third = story.parts.get(title="Part 4")
    with pytest.raises(OutOfOrder, match="“Part 4” would appear before “Part 2”"):
        actions.move_in_queue(third, to=1, by=ana)
    assert list(times(story)) == ["Part 2", "Part 3", "Part 4"]
    actions.move_in_queue(third, to=1, by=ana, ahead=True)
    assert list(times(story)) == ["Part 4", "Part 2", "Part 3"]
    actions.move_in_queue(third, to=3, by=ana)  # back in order, and nobody is ahead any more
    assert list(times(story)) == ["Part 2", "Part 3", "Part 4"]
    assert not QueuePlace.objects.filter(ahead=True).exists()


def test_moving_a_part_down_puts_the_others_ahead(ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=3)
    actions.put_in_queue(story, waiting(story), by=ana)
    first = story.parts.get(title="Part 2")
    with pytest.raises(OutOfOrder):
        actions.move_in_queue(first, to=2, by=ana)
    actions.move_in_queue(first, to=99, by=ana, ahead=True)
    assert list(times(story)) == ["Part 3", "Part 4", "Part 2"]


def test_without_slots_the_queue_keeps_its_order_and_waits(ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=2)
    actions.put_in_queue(story, waiting(story), by=ana)
    for slot in story.slots.all():
        actions.remove_slot(slot, by=ana)
    assert (times(story), story.parts.filter(in_queue=True).count()) == ({}, 2)
    actions.add_slots(story, weekdays=[6], at=time(9, 30), by=ana)
    assert times(story) == {"Part 2": "Sun 22 Mar 09:30", "Part 3": "Sun 29 Mar 09:30"}


def test_another_zone_moves_every_time(ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=1)
    actions.put_in_queue(story, waiting(story), by=ana)
    actions.choose_plan_zone(story, zone="America/New_York", by=ana)
    assert times(story, "America/New_York") == {"Part 2": "Mon 16 Mar 18:00"}


def test_publishing_the_first_by_hand_moves_the_others_up(ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=3)
    actions.put_in_queue(story, waiting(story), by=ana)
    publish_part(story.parts.get(title="Part 2"), by=ana)
    work_off("serial")
    assert times(story) == {"Part 3": "Mon 16 Mar 18:00", "Part 4": "Thu 19 Mar 18:00"}


@pytest.mark.parametrize("leave", ["withdraw", "delete", "date"])
def test_however_a_part_leaves_the_queue_the_others_move_up(leave: str, ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=3)
    actions.put_in_queue(story, waiting(story), by=ana)
    last_but_one = story.parts.get(title="Part 3")
    if leave == "withdraw":
        actions.go_on_without(story, by=ana)
        withdraw_part(last_but_one, by=ana)
        work_off("serial")
        assert list(times(story)) == ["Part 2"]  # Part 3 is a draft again, and Part 4 waits for it
        actions.go_on_without(story, by=ana)
        assert times(story)["Part 4"] == "Thu 19 Mar 18:00"
    elif leave == "delete":
        delete_part(last_but_one, by=ana)
        work_off("serial")
        assert times(story)["Part 4"] == "Thu 19 Mar 18:00"
    else:
        schedule_part(last_but_one, publish_at=datetime(2026, 3, 17, 12, tzinfo=UTC), by=ana)
        work_off("serial")
        assert times(story) == {
            "Part 2": "Mon 16 Mar 18:00",
            "Part 3": "Tue 17 Mar 13:00",
            "Part 4": "Thu 19 Mar 18:00",
        }


def test_a_date_on_a_slot_takes_it(ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=2)
    schedule_part(waiting(story)[0], publish_at=datetime(2026, 3, 16, 17, tzinfo=UTC), by=ana)
    actions.put_in_queue(story, waiting(story), by=ana)
    assert times(story) == {"Part 2": "Mon 16 Mar 18:00", "Part 3": "Thu 19 Mar 18:00"}


def test_a_new_order_of_the_story_is_the_queues_order(ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=3)
    actions.put_in_queue(story, waiting(story), by=ana)
    move_part(story.parts.get(title="Part 4"), to=2, by=ana)
    work_off("serial")
    assert list(times(story)) == ["Part 4", "Part 2", "Part 3"]


def test_what_is_due_is_never_moved_on(ana: User, clock: Clock) -> None:
    """The server was down at the minute: a change of slots before it has caught up must not postpone the part."""
    story = serial_by(ana, parts=2)
    actions.put_in_queue(story, waiting(story), by=ana)
    due = story.parts.get(title="Part 2")
    clock(datetime(2026, 3, 17, 8, 0, tzinfo=UTC))
    actions.add_slots(story, weekdays=[1], at=time(12), by=ana)
    assert times(story) == {"Part 2": "Mon 16 Mar 18:00", "Part 3": "Tue 17 Mar 12:00"}
    assert publish_due_parts() == 1
    due.refresh_from_db()
    assert (due.state, due.published_at) == ("published", datetime(2026, 3, 16, 17, tzinfo=UTC))


def test_a_part_without_text_cannot_be_queued(ana: User, clock: Clock) -> None:
    story = serial_by(ana)
    empty = make_part(story, "Nothing yet", text="", state=State.DRAFT)
    with pytest.raises(Refused, match="“Nothing yet” has no text yet"):
        actions.put_in_queue(story, [empty], by=ana)


def test_only_those_who_publish_may_plan(ana: User, ben: User, cleo: User, clock: Clock) -> None:
    story = serial_by(ana, parts=1)
    part = waiting(story)[0]
    assert ben.pen_name is not None
    Contributor.objects.create(story=story, pen_name=ben.pen_name, role=Role.COAUTHOR)
    actions.put_in_queue(story, [part], by=ben)
    Contributor.objects.update(role=Role.EDITOR)
    slot = story.slots.all()[0]
    for who in (ben, cleo):
        for act in (
            lambda who=who: actions.put_in_queue(story, [part], by=who),
            lambda who=who: actions.take_out_of_queue(part, by=who),
            lambda who=who: actions.move_in_queue(part, to=1, by=who),
            lambda who=who: actions.go_on_without(story, by=who),
            lambda who=who: actions.add_slots(story, weekdays=[1], at=time(9), by=who),
            lambda who=who: actions.remove_slot(slot, by=who),
            lambda who=who: actions.choose_plan_zone(story, zone="UTC", by=who),
            lambda who=who: actions.give_early_access(story, days=3, by=who),
        ):
            with pytest.raises(Refused):
                act()
    assert list(times(story)) == ["Part 2"]


def test_parts_of_another_story_are_not_touched(ana: User, clock: Clock) -> None:
    story, other = serial_by(ana, parts=1), make_story(ana)
    stranger = make_part(other, state=State.DRAFT)
    assert actions.put_in_queue(story, [stranger, *waiting(story)], by=ana) == 1
    stranger.refresh_from_db()
    assert stranger.in_queue is False


def test_a_new_draft_at_the_end_holds_nobody_up(ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=2)
    actions.put_in_queue(story, waiting(story), by=ana)
    create_part(story, title="Part 4", text="A beginning.", format="text", by=ana)
    assert actions.reflow_queue(story.pk) == 0
    assert list(times(story)) == ["Part 2", "Part 3"]


def test_a_hundred_parts_cost_as_many_queries_as_three(ana: User, clock: Clock) -> None:
    counts = []
    for size in (3, 100):
        story = serial_by(ana, parts=size)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            actions.put_in_queue(story, waiting(story), by=ana)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert Part.objects.filter(in_queue=True, state=State.SCHEDULED).count() == 103


def test_the_last_minute_of_a_slot_is_not_the_next_parts(ana: User, clock: Clock) -> None:
    """Seconds after a slot the next free one is days away, however often times flow anew."""
    story = serial_by(ana, parts=2)
    actions.put_in_queue(story, waiting(story), by=ana)
    clock(datetime(2026, 3, 16, 17, 0, 5, tzinfo=UTC))
    assert publish_due_parts() == 1
    work_off("serial")
    clock(timedelta(seconds=15))
    assert (publish_due_parts(), times(story)) == (0, {"Part 3": "Thu 19 Mar 18:00"})
    assert drafts(story, 0) == []


def test_what_was_thrown_away_and_brought_back_is_in_the_queue_again(ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=3)
    actions.put_in_queue(story, waiting(story), by=ana)
    second = story.parts.get(title="Part 3")
    before = standing([second])
    bin_part(second, by=ana)
    work_off("serial")
    assert list(times(story)) == ["Part 2", "Part 4"]
    restore_part(second, by=ana)
    show_again(story, before, by=ana)
    work_off("serial")
    assert list(times(story)) == ["Part 2", "Part 3", "Part 4"]
