"""Three worker processes and one timetable: everything appears at its second, once, also what was missed."""

from __future__ import annotations

import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from inkstead.events.models import FactRow
from inkstead.serial import actions
from inkstead.serial.actions import Wish
from inkstead.stories.models import Part, State, Story
from tests.background.test_worker import ended_with_us, eventually, other_process
from tests.factories import make_part, make_story, make_user

pytestmark = pytest.mark.django_db(transaction=True)

MISSED, COMING = 10, 20
SECOND = timedelta(seconds=1)

# The worker of `inkstead serve` with its timetable; every second instead of every 15, so that the test is short.
WORKER = """
import dataclasses
from datetime import timedelta
from inkstead.background.worker import Worker
from inkstead.operations.schedule import SCHEDULE
often = [dataclasses.replace(p, every=timedelta(seconds=1)) for p in SCHEDULE if p.name == "publish due parts"]
Worker(periodic=often, queues=["clock"]).run()
"""
# The same without the queue of jobs in between: three loops that all publish whatever is due, all the time.
LOOP = """
import time
from inkstead.stories.actions import publish_due_parts
while True:
    publish_due_parts()
    time.sleep(0.02)
"""
# The control: nobody looks under the lock whether somebody else was faster.
CARELESS = """
import time
from inkstead.stories.actions import publishing
from inkstead.stories.models import Part, State
def careless(pk):
    part = Part.objects.select_related("head", "story__author").get(pk=pk)
    if part.state != State.SCHEDULED:
        return False
    time.sleep(0.05)
    publishing._publish(part, part.publish_at)
    return True
publishing._publish_if_due = publishing.transaction.atomic(careless)
while True:
    publishing.publish_due_parts()
    time.sleep(0.01)
"""


def missed() -> Story:
    """Ten parts whose minutes passed while everything was down, and twenty drafts after them."""
    writer = make_user("Wanda Ink")
    story = make_story(writer, "Slack Water", visibility="unlisted")
    for number in range(MISSED + COMING):
        make_part(story, f"Tide {number}", state=State.DRAFT)
    long_ago = timezone.now() - timedelta(hours=9)
    for part in story.parts.in_order()[:MISSED]:
        at = long_ago + part.position * SECOND
        Part.objects.filter(pk=part.pk).update(state=State.SCHEDULED, publish_at=at)
    return story


def plan_the_rest(story: Story) -> None:
    """In the next seconds, several in the same one."""
    now = timezone.now()
    rest = story.parts.filter(state=State.DRAFT).in_order()
    soon = {part.pk: Wish(now + timedelta(seconds=2 + n // 4)) for n, part in enumerate(rest)}
    actions.schedule_parts(story, soon, by=story.author.user)


@contextmanager
def three(program: str) -> Iterator[list[subprocess.Popen[str]]]:
    with ExitStack() as stack:
        processes = [other_process(program) for _ in range(3)]
        for process in processes:
            stack.enter_context(ended_with_us(process))
        yield processes


def facts() -> Counter[int]:
    rows = FactRow.objects.filter(name="PartPublished").values_list("payload", flat=True)
    return Counter(row["part_id"] for row in rows)


def out(story: Story) -> int:
    return story.parts.filter(state=State.PUBLISHED).count()


@pytest.mark.parametrize("program", [WORKER, LOOP], ids=["workers", "loops"])
def test_three_processes_publish_everything_once_at_its_second(program: str) -> None:
    if connection.vendor != "postgresql" and program == LOOP:
        pytest.skip("SQLite has one writer at a time anyway")
    story = missed()
    due = dict(story.parts.filter(state=State.SCHEDULED).values_list("pk", "publish_at"))
    with three(program) as processes:
        eventually(lambda: out(story) == MISSED)
        plan_the_rest(story)
        coming = dict(story.parts.filter(state=State.SCHEDULED).values_list("pk", "publish_at"))
        eventually(lambda: out(story) > MISSED)
        if program == LOOP:
            processes[0].kill()  # in the middle of whatever it was doing
        eventually(lambda: out(story) == MISSED + COMING)
        time.sleep(0.5)
    assert facts() == Counter(dict.fromkeys([*due, *coming], 1))
    assert dict(story.parts.values_list("pk", "published_at")) == due | coming
    said = dict(FactRow.objects.filter(name="PartPublished").values_list("payload__part_id", "created_at"))
    late = [said[pk] - at for pk, at in coming.items() if at]
    assert timedelta() <= min(late) <= max(late) < timedelta(seconds=15)  # less than a minute, on a busy machine too


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time anyway")
def test_without_the_look_under_the_lock_something_would_appear_twice() -> None:
    story = missed()
    with three(CARELESS):
        eventually(lambda: out(story) == MISSED)
        time.sleep(0.5)
    assert max(facts().values()) > 1
