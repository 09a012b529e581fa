"""Thirty files at once: from the upload to the day each of them appears, across the change of clocks."""

from __future__ import annotations

import time as stopwatch
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inkstead.accounts.models import User
from inkstead.background.worker import run_waiting_jobs
from inkstead.events.models import FactRow
from inkstead.serial import actions
from inkstead.serial.actions import RowsRefused, Wish
from inkstead.stories.actions import edit_story, publish_due_parts
from inkstead.stories.models import Story
from tests.conftest import ClientOf
from tests.serial.clocks import Clock
from tests.serial.stories import serial_by, times, waiting, wall

DAY = timedelta(days=1)


@pytest.fixture
def desk(ana: User, client_of: ClientOf) -> Client:
    return client_of(ana)


def upload(desk: Client, story: Story, count: int, then: str) -> None:
    """In no order at all: their names say it, 2 before 10."""
    names = sorted(f"{number} the night boat.md" for number in range(1, count + 1))
    files = [SimpleUploadedFile(name, f"The boat left pier {name}.".encode()) for name in names]
    place = desk.post(f"/write/story/{story.pk}/import/", {"uploads": files})["Location"]
    answer = desk.post(place, {"title": story.title, "then": then}, follow=True)
    assert answer.status_code == 200, answer.content.decode()


def published(story: Story) -> Counter[int]:
    rows = FactRow.objects.filter(name="PartPublished").values_list("payload", flat=True)
    return Counter(row["part_id"] for row in rows if row["story_id"] == story.pk)


def test_thirty_files_appear_on_mondays_and_thursdays_each_once(desk: Client, ana: User, clock: Clock) -> None:
    """The clock moves a minute around every slot, and is away for a fortnight in between."""
    story = serial_by(ana)
    edit_story(story, by=ana, visibility="unlisted")  # or a picture is drawn for each of thirty days
    upload(desk, story, 30, "queue")
    parts = list(story.parts.filter(in_queue=True).in_order())
    assert [part.title for part in parts] == [f"{n} the night boat" for n in range(1, 31)]
    assert {(wall(part.publish_at).weekday(), f"{wall(part.publish_at):%H:%M}") for part in parts} == {
        (0, "18:00"),
        (3, "18:00"),
    }
    # Both sides of the change of clocks are the same on the wall, and an hour apart for everybody else.
    assert [part.publish_at.hour for part in parts if part.publish_at][:6] == [17, 17, 17, 17, 16, 16]
    for part in parts:
        at = part.publish_at
        assert at is not None
        if clock() > at:
            continue  # its minute passed while nobody was there
        clock(at - timedelta(seconds=1))
        assert publish_due_parts() == 0
        clock(at + timedelta(seconds=4))
        assert publish_due_parts() >= 1
        run_waiting_jobs()
        assert publish_due_parts() == 0
        if part.title.startswith("10 "):
            clock(timedelta(days=14))  # the server was down; five slots passed, and all five come at once
            assert (publish_due_parts(), publish_due_parts()) == (4, 0)
            run_waiting_jobs()
    appeared = {part.pk: part.published_at for part in story.parts.all()}
    assert all(appeared[part.pk] == part.publish_at for part in parts)
    assert published(story) == Counter(dict.fromkeys(appeared, 1))


def test_files_can_go_on_to_dates_of_their_own(desk: Client, ana: User, clock: Clock) -> None:
    story = serial_by(ana)
    files = [SimpleUploadedFile(f"{n}.md", f"Words of {n}.".encode()) for n in (1, 2)]
    place = desk.post(f"/write/story/{story.pk}/import/", {"uploads": files})["Location"]
    answer = desk.post(place, {"title": story.title, "then": "dates"})
    assert answer["Location"].startswith(f"/write/story/{story.pk}/plan/dates/?part=")
    assert "2 parts, in the order of the story" in desk.get(answer["Location"]).content.decode()
    assert times(story) == {}


@pytest.mark.parametrize("count", [100])
def test_a_hundred_files_are_taken_at_once(count: int, desk: Client, ana: User, clock: Clock) -> None:
    story = serial_by(ana)
    upload(desk, story, count, "queue")
    assert story.parts.filter(in_queue=True, publish_at__isnull=False).count() == count


def test_a_hundred_dates_are_set_in_a_moment_and_few_queries(ana: User, clock: Clock) -> None:
    taken = []
    for size in (3, 100):
        story = serial_by(ana, parts=size)
        wishes = {part.pk: Wish(clock() + (n + 1) * DAY) for n, part in enumerate(waiting(story))}
        began = stopwatch.perf_counter()
        with CaptureQueriesContext(connection) as asked:
            actions.schedule_parts(story, wishes, by=ana)
        taken.append((len(asked), stopwatch.perf_counter() - began))
    assert taken[0][0] == taken[1][0]
    assert taken[1][1] < 5  # seconds; measured 0.05 on a busy machine
    assert len(times(story)) == 100


def test_dates_are_all_or_none(ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=3)
    first, second, third = waiting(story)
    wishes = {first.pk: Wish(clock() + DAY), second.pk: Wish(clock() - DAY), third.pk: Wish(clock() + 3 * DAY)}
    with pytest.raises(RowsRefused) as refused:
        actions.schedule_parts(story, wishes, by=ana)
    assert refused.value.rows == {second.pk: "That time has passed already."}
    assert times(story) == {}


def test_dates_around_a_queue_move_it(ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=4)
    actions.put_in_queue(story, waiting(story), by=ana)
    last = story.parts.get(title="Part 5")
    with pytest.raises(RowsRefused, match="Nothing was scheduled"):
        actions.schedule_parts(story, {last.pk: Wish(datetime(2026, 3, 18, 12, tzinfo=UTC))}, by=ana)
    second = story.parts.get(title="Part 3")
    actions.schedule_parts(story, {second.pk: Wish(datetime(2026, 3, 27, 12, tzinfo=UTC))}, by=ana)
    assert times(story) == {
        "Part 2": "Mon 16 Mar 18:00",
        "Part 3": "Fri 27 Mar 13:00",
        "Part 4": "Mon 30 Mar 18:00",
        "Part 5": "Thu 02 Apr 18:00",
    }
