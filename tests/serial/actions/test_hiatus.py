"""A pause with a day of return."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from inkstead.accounts.models import User
from inkstead.events.models import FactRow
from inkstead.lib.refusals import Refused
from inkstead.serial import actions
from inkstead.stories.actions import edit_story
from tests.jobs import work_off
from tests.serial.clocks import Clock
from tests.serial.stories import serial_by, times, waiting
from tests.through_front import FrontClient


def test_slots_before_the_day_of_return_are_passed_over(ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=2)
    actions.put_in_queue(story, waiting(story), by=ana)
    actions.begin_hiatus(story, returns_on=date(2026, 4, 2), by=ana)
    assert times(story) == {"Part 2": "Thu 02 Apr 18:00", "Part 3": "Mon 06 Apr 18:00"}


def test_without_a_day_the_queue_waits_and_goes_on_when_the_pause_ends(ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=1)
    actions.put_in_queue(story, waiting(story), by=ana)
    actions.begin_hiatus(story, returns_on=None, by=ana)
    assert times(story) == {}
    actions.end_hiatus(story, by=ana)
    assert times(story) == {"Part 2": "Mon 16 Mar 18:00"}


def test_a_status_that_is_set_elsewhere_moves_the_queue_too(ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=1)
    actions.put_in_queue(story, waiting(story), by=ana)
    edit_story(story, by=ana, status="hiatus", returns_on=date(2026, 3, 20))
    work_off("serial")
    assert times(story) == {"Part 2": "Mon 23 Mar 18:00"}
    edit_story(story, by=ana, status="ongoing")
    work_off("serial")
    story.refresh_from_db()
    assert (times(story), story.returns_on) == ({"Part 2": "Mon 16 Mar 18:00"}, None)


def test_the_story_goes_on_at_midnight_of_its_authors_wall_once(ana: User, clock: Clock) -> None:
    story = serial_by(ana, zone="America/New_York")
    actions.begin_hiatus(story, returns_on=date(2026, 4, 2), by=ana)
    clock(datetime(2026, 4, 2, 3, 59, tzinfo=UTC))
    assert actions.end_due_hiatuses() == 0
    clock(timedelta(minutes=1))
    changed = FactRow.objects.filter(name="StoryChanged").count()
    assert (actions.end_due_hiatuses(), actions.end_due_hiatuses()) == (1, 0)
    story.refresh_from_db()
    assert (story.status, story.returns_on) == ("ongoing", None)
    assert FactRow.objects.filter(name="StoryChanged").count() == changed + 1


def test_it_goes_on_after_downtime(ana: User, clock: Clock) -> None:
    story = serial_by(ana)
    actions.begin_hiatus(story, returns_on=date(2026, 4, 2), by=ana)
    clock(datetime(2026, 4, 9, tzinfo=UTC))
    assert actions.end_due_hiatuses() == 1


def test_readers_are_told(ana: User, clock: Clock, front: FrontClient) -> None:
    story = serial_by(ana)
    part = story.parts.get()
    assert "still being written" in front.get(part.get_absolute_url()).text
    actions.begin_hiatus(story, returns_on=date(2026, 4, 2), by=ana)
    assert "On hiatus, back on 2 April 2026" in front.get(story.get_absolute_url()).text
    assert "is on hiatus, back on 2 April 2026." in front.get(part.get_absolute_url()).text
    actions.end_hiatus(story, by=ana)
    assert "hiatus" not in front.get(story.get_absolute_url()).text


def test_a_return_in_the_past_is_refused(ana: User, cleo: User, clock: Clock) -> None:
    story = serial_by(ana)
    for day in (date(2026, 3, 16), date(2020, 1, 1), date(2300, 1, 1)):
        with pytest.raises(Refused):
            actions.begin_hiatus(story, returns_on=day, by=ana)
    with pytest.raises(Refused):
        actions.begin_hiatus(story, returns_on=None, by=cleo)
    with pytest.raises(Refused, match="Only a story on hiatus"):
        edit_story(story, by=ana, returns_on=date(2026, 4, 2))
    story.refresh_from_db()
    assert story.status == "ongoing"


def test_standing_notes_are_around_every_part(ana: User, clock: Clock, front: FrontClient) -> None:
    story = serial_by(ana)
    address = story.parts.get().get_absolute_url()
    assert "Thank you" not in front.get(address).text
    edit_story(
        story, by=ana, standing_before="A new part every <b>Monday</b>.", standing_after="Thank you for reading."
    )
    html = front.get(address).text
    assert (
        html.index("A new part every &lt;b&gt;Monday&lt;/b&gt;.") < html.index('id="prose"') < html.index("Thank you")
    )
