"""A worker is killed while it publishes: another takes over, the part appears once, and followers hear of it once."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from inkstead.background.models import Job
from inkstead.events.models import FactRow
from inkstead.notifications.models import Notice
from inkstead.stories.actions import follow_story
from inkstead.stories.models import Part, State
from tests.background.test_worker import ended_with_us, eventually, other_process
from tests.factories import make_part, make_story, make_user

pytestmark = pytest.mark.django_db(transaction=True)

LEASE = 2  # seconds, instead of the 15 of what the clock wants, so that the test is short
# The worker of `inkstead serve` with what publishes in its timetable, every second.
WORKER = f"""
import dataclasses, time
from datetime import timedelta
from pathlib import Path
from django.db import connection
from inkstead.background import actions as jobs
from inkstead.background.worker import Worker
from inkstead.operations.schedule import SCHEDULE
from inkstead.stories.actions import publishing
often = [dataclasses.replace(p, every=timedelta(seconds=1)) for p in SCHEDULE if p.name == "publish due parts"]
{{broken}}
Worker(periodic=often, lease=timedelta(seconds={LEASE})).run()
"""
# Stops for good at a line of its work, and says that it has come there.
STOPS = """
def stop():
    Path({sign!r}).touch()
    time.sleep(600)
"""
IN_THE_TRANSACTION = """
def announce(fact):
    stop()
publishing.announce = announce
"""
AFTER_IT = """
publish = publishing._publish_if_due
def publish_and_stop(pk):
    publish(pk)
    stop()
publishing._publish_if_due = publish_and_stop
"""
# The controls: the part is saved before the fact that tells of it, and nobody gives back what a dead worker had.
NOT_AT_ONCE = """
def announce(fact):
    with connection.cursor() as cursor:
        cursor.execute("COMMIT")
    stop()
publishing.announce = announce
"""
LEASES_FOR_EVER = "jobs.release_expired = lambda: 0"


@pytest.fixture
def part() -> Part:
    """Due for a second, of a story that somebody follows."""
    story = make_story(make_user("Wanda Ink"), "Slack Water")
    make_part(story, "Ebb")
    follow_story(story, by=make_user("Fay Reader"))
    due = make_part(story, "Flow", state=State.DRAFT)
    Part.objects.filter(pk=due.pk).update(state=State.SCHEDULED, publish_at=timezone.now() - timedelta(seconds=1))
    return due


@contextmanager
def taken_over(folder: Path, stopped: str, broken: str = "") -> Iterator[int]:
    """One worker is killed where it stopped, and another one runs from then on. Gives the job that was interrupted."""
    sign = folder / "has come there"
    killed = other_process(WORKER.format(broken=STOPS.format(sign=str(sign)) + stopped))
    with ended_with_us(killed):
        eventually(sign.exists)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    interrupted = Job.objects.get(task_path__endswith="publish_due_parts", state=Job.State.RUNNING)
    with ended_with_us(other_process(WORKER.format(broken=broken))):
        yield interrupted.pk


def is_out(part: Part) -> bool:
    return Part.objects.filter(pk=part.pk, state=State.PUBLISHED).exists()


def told_of(part: Part) -> tuple[int, int]:
    """How many facts and how many notices say that it appeared."""
    facts = FactRow.objects.filter(name="PartPublished", payload__part_id=part.pk)
    return facts.count(), Notice.objects.filter(key=f"part:{part.pk}").count()


def all_is_done() -> bool:
    """But for the timetable, which begins again every second."""
    return not Job.objects.filter(state__in=Job.UNFINISHED).exclude(task_path__endswith="publish_due_parts").exists()


@pytest.mark.parametrize("stopped", [IN_THE_TRANSACTION, AFTER_IT], ids=["in the transaction", "after it"])
def test_a_part_appears_once_and_is_told_of_once(part: Part, tmp_path: Path, stopped: str) -> None:
    with taken_over(tmp_path, stopped) as interrupted:
        assert is_out(part) is (stopped == AFTER_IT)
        since = time.monotonic()
        eventually(lambda: Job.objects.get(pk=interrupted).state == Job.State.DONE)
        took = time.monotonic() - since
        eventually(lambda: told_of(part) == (1, 1) and all_is_done())
        later = Job.objects.filter(task_path__endswith="publish_due_parts", pk__gt=interrupted, state=Job.State.DONE)
        eventually(later.exists)  # and it was looked for once more
    assert Job.objects.get(pk=interrupted).attempts == 2
    assert told_of(part) == (1, 1)
    assert is_out(part)
    assert took < LEASE + 20  # a process starts in it, on a busy machine too


def test_were_it_not_one_transaction_nobody_would_hear_of_the_part(part: Part, tmp_path: Path) -> None:
    with taken_over(tmp_path, NOT_AT_ONCE) as interrupted:
        eventually(lambda: Job.objects.get(pk=interrupted).state == Job.State.DONE)
        eventually(all_is_done)
    assert is_out(part)
    assert told_of(part) == (0, 0)


def test_were_leases_for_ever_the_part_would_not_appear(part: Part, tmp_path: Path) -> None:
    with taken_over(tmp_path, IN_THE_TRANSACTION, LEASES_FOR_EVER) as interrupted:
        eventually(lambda: FactRow.objects.exists() or Job.objects.exists())
        time.sleep(LEASE * 3)
        assert Job.objects.get(pk=interrupted).state == Job.State.RUNNING
    assert not is_out(part)
