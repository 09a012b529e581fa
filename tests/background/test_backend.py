from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from inkstead.background.models import Job
from inkstead.background.worker import run_waiting_jobs
from tests.background.conftest import Notes
from tests.background.sample_jobs import fail, note, note_attempt

pytestmark = pytest.mark.django_db


def test_a_job_answers_with_its_result(path: str, notes: Notes) -> None:
    result = note.enqueue(path, text="hello")
    assert result.status == TaskResultStatus.READY
    assert run_waiting_jobs() == 1
    result.refresh()
    assert (result.status, result.return_value) == (TaskResultStatus.SUCCESSFUL, "hello")
    assert notes() == ["hello"]


def test_wishes_are_kept(path: str) -> None:
    later = timezone.now() + timedelta(hours=1)
    fail.using(priority=7, run_after=later).enqueue(path)
    job = Job.objects.get()
    assert (job.priority, job.run_after, job.max_attempts) == (7, later, 2)


def test_the_context_tells_the_attempt(path: str, notes: Notes) -> None:
    note_attempt.enqueue(path)
    run_waiting_jobs()
    assert notes() == ["attempt 1"]


def test_an_unknown_result_is_an_error() -> None:
    with pytest.raises(TaskResultDoesNotExist):
        note.get_result("123456")
    with pytest.raises(TaskResultDoesNotExist):
        note.get_result("nonsense")
