"""Followers first: a part opens for everybody by itself, once, and nothing of it leaks before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from inkstead.accounts.models import User
from inkstead.background.worker import run_waiting_jobs
from inkstead.events.models import FactRow
from inkstead.lib.refusals import Refused
from inkstead.serial import actions
from inkstead.serial.actions import Wish
from inkstead.stories.actions import edit_part, follow_story, publish_due_parts
from inkstead.stories.models import Part, Story, Visibility
from tests.factories import make_part
from tests.serial.clocks import Clock
from tests.serial.stories import serial_by, waiting, wall
from tests.through_front import FrontClient

SECRET = "Nobody but followers may read this sentence yet."


def early_story(ana: User, clock: Clock) -> tuple[Story, Part]:
    """Part 2 is with followers since Monday the 16th and opens a week later."""
    story = serial_by(ana)
    part = make_part(story, "The Hidden Door", text=SECRET, state="draft")  # type: ignore[arg-type]
    actions.give_early_access(story, days=7, by=ana)
    actions.put_in_queue(story, [part], by=ana)
    clock(datetime(2026, 3, 16, 17, 0, 3, tzinfo=UTC))
    assert publish_due_parts() == 1
    part.refresh_from_db()
    return story, part


def facts(name: str) -> int:
    return FactRow.objects.filter(name=name).count()


def test_a_part_of_the_queue_goes_to_followers_first(ana: User, clock: Clock) -> None:
    story, part = early_story(ana, clock)
    assert (part.state, part.visibility) == ("published", Visibility.FOLLOWERS)
    assert f"{wall(part.opens_at):%a %d %b %H:%M}" == "Mon 23 Mar 18:00"
    story.refresh_from_db()
    assert story.parts_published == 1


def test_it_opens_by_itself_once_also_after_downtime(ana: User, clock: Clock) -> None:
    story, part = early_story(ana, clock)
    published = facts("PartPublished")
    assert actions.open_due_parts() == 0
    clock(timedelta(days=9))
    assert (actions.open_due_parts(), actions.open_due_parts()) == (1, 0)
    part.refresh_from_db()
    assert (part.visibility, part.opens_at) == (Visibility.PUBLIC, None)
    assert part.published_at == datetime(2026, 3, 23, 17, tzinfo=UTC)
    story.refresh_from_db()
    assert (story.parts_published, story.last_published_at) == (2, part.published_at)
    assert (facts("PartPublished") - published, facts("PartOpened")) == (0, 1)


def test_strangers_learn_when_and_never_what(
    ana: User, ben: User, cleo: User, clock: Clock, front: FrontClient
) -> None:
    story, part = early_story(ana, clock)
    follow_story(story, by=ben)
    page = story.get_absolute_url()
    last = story.parts.get(title="Part 1").get_absolute_url()
    for who in (None, cleo):
        for address in (page, last):
            told = front.get(address, by=who).text
            assert "One part is open to followers now; it opens for everybody on" in told
            assert not [word for word in (SECRET, part.title, f"/part/{part.pk}") if word in told]
        assert front.get(part.get_absolute_url(), by=who).status == 404
    for who in (ben, ana):
        assert part.get_absolute_url() in front.get(page, by=who).text
        assert part.get_absolute_url() in front.get(last, by=who).text
        assert SECRET in front.get(part.get_absolute_url(), by=who).text
    clock(timedelta(days=7))
    actions.open_due_parts()
    told = front.get(page).text
    assert (part.title in told, "open to followers" in told) == (True, False)
    assert SECRET in front.get(part.get_absolute_url()).text


def test_what_its_writer_has_hidden_since_stays_hidden(ana: User, clock: Clock) -> None:
    _, part = early_story(ana, clock)
    edit_part(part, by=ana, visibility=Visibility.PRIVATE)
    clock(timedelta(days=9))
    assert actions.open_due_parts() == 0
    part.refresh_from_db()
    assert (part.visibility, part.opens_at) == (Visibility.PRIVATE, None)


def test_parts_that_are_not_for_everybody_keep_their_readers(ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=2)
    hidden = waiting(story)[1]
    edit_part(hidden, by=ana, visibility=Visibility.FOLLOWERS)
    actions.give_early_access(story, days=3, by=ana)
    actions.put_in_queue(story, waiting(story), by=ana)
    hidden.refresh_from_db()
    assert (hidden.visibility, hidden.opens_at) == (Visibility.FOLLOWERS, None)
    actions.give_early_access(story, days=0, by=ana)
    assert list(story.parts.filter(in_queue=True).in_order().values_list("visibility", "opens_at")) == [
        ("public", None),
        ("followers", None),
    ]


def test_one_part_can_open_later_by_its_own_date(ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=1)
    part = waiting(story)[0]
    at = clock() + timedelta(days=1)
    with pytest.raises(Refused):
        actions.schedule_parts(story, {part.pk: Wish(at, at)}, by=ana)
    actions.schedule_parts(story, {part.pk: Wish(at, at + timedelta(days=2))}, by=ana)
    clock(timedelta(days=1))
    publish_due_parts()
    part.refresh_from_db()
    part = actions.open_later(part, opens_at=clock() + timedelta(hours=1), by=ana)
    clock(timedelta(hours=1))
    assert actions.open_due_parts() == 1


def test_only_followers_parts_can_open_later(ana: User, cleo: User, clock: Clock) -> None:
    story, part = early_story(ana, clock)
    public = story.parts.get(title="Part 1")
    with pytest.raises(Refused, match="Only a published part"):
        actions.open_later(public, opens_at=clock() + timedelta(days=1), by=ana)
    with pytest.raises(Refused):
        actions.open_later(part, opens_at=None, by=cleo)
    with pytest.raises(Refused, match="passed already"):
        actions.open_later(part, opens_at=clock() - timedelta(minutes=1), by=ana)


def test_a_queued_part_that_is_taken_out_is_everybodys_again(ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=1)
    actions.give_early_access(story, days=3, by=ana)
    part = waiting(story)[0]
    actions.put_in_queue(story, [part], by=ana)
    actions.take_out_of_queue(part, by=ana)
    part.refresh_from_db()
    assert (part.visibility, part.opens_at) == (Visibility.PUBLIC, None)
    assert run_waiting_jobs() >= 0
