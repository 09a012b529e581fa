from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from pytest_django import Settings

from inkstead.background.actions import claim_job, finish_job
from inkstead.background.models import Job
from inkstead.background.schedule import Periodic, Schedule
from tests.background.sample_jobs import fail, note

NOON = datetime(2026, 11, 22, 12, 0, 30, tzinfo=UTC)
MINUTELY = Periodic("minutely", note, every=timedelta(minutes=1))
NIGHTLY = Periodic("nightly", fail, every=time(4, 30))


def test_a_slot_is_the_moment_it_was_last_due() -> None:
    assert MINUTELY.slot(NOON) == datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    assert NIGHTLY.slot(NOON) == datetime(2026, 11, 22, 4, 30, tzinfo=UTC)
    assert NIGHTLY.slot(NOON.replace(hour=3)) == datetime(2026, 11, 21, 4, 30, tzinfo=UTC)


def test_a_time_of_day_is_the_site_s(settings: Settings) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"
    assert NIGHTLY.slot(NOON) == datetime(2026, 11, 21, 19, 30, tzinfo=UTC)


def test_a_pause_must_make_sense() -> None:
    with pytest.raises(ValueError, match="at least once a week"):
        Periodic("yearly", note, every=timedelta(days=365))


@pytest.mark.django_db
def test_any_number_of_workers_make_one_job_of_a_slot() -> None:
    for schedule in (Schedule([MINUTELY]), Schedule([MINUTELY])):
        schedule.enqueue_due(NOON)
        schedule.enqueue_due(NOON + timedelta(seconds=20))
    assert [job.unique_key for job in Job.objects.all()] == ["minutely@2026-11-22T12:00:00Z"]


@pytest.mark.django_db
def test_slow_work_does_not_pile_up() -> None:
    schedule = Schedule([MINUTELY])
    schedule.enqueue_due(NOON)
    job = claim_job("worker")
    assert schedule.enqueue_due(NOON + timedelta(minutes=1)) == []
    assert job is not None
    finish_job(job)
    assert [job.unique_key for job in schedule.enqueue_due(NOON + timedelta(minutes=2))] == [
        "minutely@2026-11-22T12:02:00Z"
    ]


@pytest.mark.django_db
def test_a_recurring_job_keeps_the_wishes_of_its_function() -> None:
    (job,) = Schedule([NIGHTLY]).enqueue_due(NOON)
    assert (job.task_path, job.max_attempts) == ("tests.background.sample_jobs.fail", 2)
