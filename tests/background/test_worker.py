from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from inkstead.background import actions
from inkstead.background.models import Job
from inkstead.background.schedule import Periodic
from inkstead.background.worker import Worker, run_waiting_jobs
from tests.background.conftest import Notes
from tests.background.sample_jobs import do_nothing, fail, leave, note, note_slowly, on_the_minute

pytestmark = pytest.mark.django_db(transaction=True)

SECOND = timedelta(seconds=1)


@contextmanager
def working(**wishes: object) -> Iterator[Worker]:
    worker = Worker(**wishes)  # type: ignore[arg-type]
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        yield worker
    finally:
        worker.stop()
        thread.join()


def eventually(is_so: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)


def database_url() -> str:
    """The database of this test run, for another process."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


def other_process(program: str) -> subprocess.Popen[str]:
    setup = "import django; django.setup()\n"
    return subprocess.Popen(
        [sys.executable, "-c", setup + textwrap.dedent(program)],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "inkstead.settings", "INKSTEAD_DATABASE_URL": database_url()},
        stdout=subprocess.PIPE,
        text=True,
    )


@contextmanager
def ended_with_us(process: subprocess.Popen[Any]) -> Iterator[None]:
    """Popen's own context waits for the process, for ever when the test has failed before it told it to end."""
    try:
        yield
    finally:
        process.kill()
        process.communicate()


def test_a_new_job_runs_at_once(path: str, notes: Notes) -> None:
    with working():
        time.sleep(0.3)  # it has looked and found nothing
        started = time.monotonic()
        note.enqueue(path, "hello")
        eventually(lambda: notes() == ["hello"])
        assert time.monotonic() - started < 1  # woken by the stamp; the database alone is looked at every 2 s


def test_several_threads_run_jobs_side_by_side(path: str, notes: Notes) -> None:
    note_slowly.enqueue(path, 0.5)
    note_slowly.enqueue(path, 0.5)
    with working(threads=2):
        eventually(lambda: len(notes()) == 4)
    assert notes() == ["begin", "begin", "end", "end"]


def test_stopping_waits_for_the_running_job_and_starts_no_other(path: str, notes: Notes) -> None:
    note_slowly.enqueue(path, 0.5)
    note.enqueue(path, "never")
    with working():
        eventually(lambda: notes() == ["begin"])
    assert notes() == ["begin", "end"]
    assert [job.state for job in Job.objects.order_by("pk")] == ["done", "waiting"]


def test_a_failing_job_is_tried_again_and_then_kept(path: str, notes: Notes) -> None:
    fail.enqueue(path)
    with working():
        eventually(lambda: Job.objects.get().state == "failed")
    assert notes() == ["failing", "failing"]


def test_a_job_that_leaves_does_not_take_the_worker_along(path: str, notes: Notes) -> None:
    leave.enqueue(path)
    note.enqueue(path, "still here")
    assert run_waiting_jobs() == 2
    assert notes() == ["leaving", "still here"]


def test_a_job_nobody_knows_fails_without_harm() -> None:
    job = Job.objects.create(task_path="inkstead.gone.job", max_attempts=1)
    not_a_job = Job.objects.create(task_path="os.getcwd", max_attempts=1)
    run_waiting_jobs()
    job.refresh_from_db()
    not_a_job.refresh_from_db()
    assert (job.state, not_a_job.state) == ("failed", "failed")


def test_the_heartbeat_keeps_the_lease_of_a_long_job(path: str, notes: Notes) -> None:
    note_slowly.enqueue(path, 2.5)
    with working(lease=SECOND), working(lease=SECOND):
        eventually(lambda: Job.objects.get().state == "done")
    assert notes() == ["begin", "end"]
    assert Job.objects.get().attempts == 1


def test_a_lost_lease_is_noticed(path: str, caplog: pytest.LogCaptureFixture) -> None:
    note_slowly.enqueue(path, 1)
    with working(lease=SECOND):
        eventually(lambda: Job.objects.get().state == "running")
        Job.objects.update(lease_owner="somebody else")
    assert "Lost the lease" in caplog.text
    assert "ended after its lease was lost" in caplog.text
    assert Job.objects.get().state == "running"


def test_the_job_of_a_killed_worker_runs_again(path: str, notes: Notes) -> None:
    note_slowly.enqueue(path, 2)
    killed = other_process("""
        from datetime import timedelta
        from inkstead.background.worker import Worker
        Worker(lease=timedelta(seconds=1)).run()
    """)
    with ended_with_us(killed):
        eventually(lambda: notes() == ["begin"])
        killed.send_signal(signal.SIGKILL)
    assert Job.objects.get().state == "running"
    with working(lease=SECOND):
        eventually(lambda: Job.objects.get().state == "done")
    assert notes() == ["begin", "begin", "end"]
    assert Job.objects.get().attempts == 2


def test_sigterm_finishes_the_running_job(path: str, notes: Notes) -> None:
    note_slowly.enqueue(path, 1)
    command = [sys.executable, "-m", "inkstead.cli", "worker"]
    worker = subprocess.Popen(command, env=os.environ | {"INKSTEAD_DATABASE_URL": database_url()})
    with ended_with_us(worker):
        eventually(lambda: notes() == ["begin"])
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(60) == 0
    assert notes() == ["begin", "end"]
    assert Job.objects.get(task_path__endswith="note_slowly").state == "done"


def test_recurring_jobs_are_run() -> None:
    with working(periodic=[Periodic("often", do_nothing, every=SECOND)]):
        eventually(lambda: Job.objects.filter(state="done", unique_key__startswith="often@").count() >= 2)
    assert Job.objects.filter(enqueued_at__gt=timezone.now() - timedelta(minutes=1)).exists()


def test_a_long_job_keeps_the_clock_waiting_for_nothing(path: str, notes: Notes) -> None:
    note_slowly.enqueue(path, 3)
    with working(threads=1):
        eventually(lambda: notes() == ["begin"])
        on_the_minute.enqueue(path)
        eventually(lambda: "on the minute" in notes())
        assert "end" not in notes()


def test_what_the_clock_wants_is_missed_for_seconds_only_when_its_worker_is_killed(path: str, notes: Notes) -> None:
    on_the_minute.enqueue(path)
    claimed = actions.claim_job("somebody who is killed now")
    assert claimed is not None
    assert claimed.lease_until is not None
    # The schedule asks every 15 s, so all in all half a minute: never a whole one.
    assert claimed.lease_until - timezone.now() <= timedelta(seconds=15)
    assert actions.extend_lease(claimed)
    claimed.refresh_from_db()
    assert claimed.lease_until - timezone.now() <= timedelta(seconds=15)
    note.enqueue(path, "something else")
    other = actions.claim_job("somebody")
    assert other is not None
    assert other.lease_until is not None
    assert other.lease_until - timezone.now() > timedelta(seconds=30)
    Job.objects.filter(pk=claimed.pk).update(lease_until=timezone.now() - SECOND)
    with working():
        eventually(lambda: "on the minute" in notes())
