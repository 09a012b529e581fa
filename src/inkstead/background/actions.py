"""Changes of jobs. None of them opens a transaction of its own where the caller's is meant."""

from __future__ import annotations

import random
import traceback
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from inkstead.background.models import Job
from inkstead.lib import stamps

WAKE = "jobs"
LEASE = timedelta(seconds=60)
# What has to happen on its minute: short jobs, with a runner of their own in each worker. One whose worker was killed
# runs again soon enough to be no more than a minute late.
CLOCK = "clock"
CLOCK_LEASE = timedelta(seconds=15)
FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(hours=1)
KEEP_FINISHED = timedelta(days=7)


def enqueue(
    task_path: str,
    args: Sequence[Any] = (),
    kwargs: Mapping[str, Any] | None = None,
    *,
    queue: str = "default",
    priority: int = 0,
    run_after: datetime | None = None,
    max_attempts: int = 5,
    lane: str | None = None,
    unique_key: str | None = None,
) -> Job:
    """Save a job in the caller's transaction: it exists if and only if the change that asked for it does.

    With a `unique_key` that was used before, the job of that time is returned and nothing is added.
    """
    job = Job(
        task_path=task_path,
        args=list(args),
        kwargs=dict(kwargs or {}),
        queue=queue,
        priority=priority,
        run_after=run_after or timezone.now(),
        max_attempts=max_attempts,
        lane=lane,
        unique_key=unique_key,
    )
    return enqueue_all([job])[0] if unique_key is None else _enqueue_once(job)


def enqueue_all(jobs: Iterable[Job]) -> list[Job]:
    saved = Job.objects.bulk_create(jobs)
    transaction.on_commit(wake_workers, robust=True)
    return saved


def _enqueue_once(job: Job) -> Job:
    existing = Job.objects.filter(unique_key=job.unique_key).first()
    if existing is not None:
        return existing
    try:
        with transaction.atomic():
            return enqueue_all([job])[0]
    except IntegrityError:  # somebody else was faster by a moment
        return Job.objects.get(unique_key=job.unique_key)


def wake_workers() -> None:
    stamps.current().touch((WAKE,))


def claim_job(owner: str, *, queues: list[str] | None = None, lease: timedelta = LEASE) -> Job | None:
    """The next job, now leased to `owner`; None when nothing is ready. An idle worker only reads, never writes."""
    if not Job.objects.ready(timezone.now(), queues).exists():
        return None
    try:
        with transaction.atomic():
            now = timezone.now()
            # SQLite has one writer at a time anyway; PostgreSQL skips what another worker is just claiming.
            job = Job.objects.ready(now, queues).select_for_update(skip_locked=True, of=("self",)).first()
            if job is None:
                return None
            job.state = Job.State.RUNNING
            job.attempts += 1
            job.started_at = now
            job.lease_owner = owner
            job.lease_until = now + lease_of(job, lease)
            job.save(update_fields=["state", "attempts", "started_at", "lease_owner", "lease_until"])
            return job
    except IntegrityError:  # another worker started a job of the same lane in this instant
        return None


def lease_of(job: Job, lease: timedelta) -> timedelta:
    return min(lease, CLOCK_LEASE) if job.queue == CLOCK else lease


def extend_lease(job: Job, *, lease: timedelta = LEASE) -> bool:
    """False: the lease was lost, somebody else may be running the job by now."""
    return bool(_held(job).update(lease_until=timezone.now() + lease_of(job, lease)))


def finish_job(job: Job, *, result: Any = None) -> bool:
    """False: the lease was lost, and what is recorded is up to the one who has it now."""
    return _end(job, Job.State.DONE, error="", result=result)


def fail_job(job: Job, error: BaseException) -> bool:
    """Try again later, each time after a longer pause; after the last attempt the job stays as failed."""
    text = "".join(traceback.format_exception(error))[-10_000:].replace("\0", "")
    if not job.may_try_again:
        return _end(job, Job.State.FAILED, error=text)
    later = timezone.now() + pause_after(job.attempts)
    with transaction.atomic():
        waits = _held(job).update(
            state=Job.State.WAITING, run_after=later, error=text, lease_owner="", lease_until=None
        )
        if waits and job.lane:  # its lane waits with it, or every claim would look at all of them in vain
            Job.objects.waiting().filter(lane=job.lane, run_after__lt=later).update(run_after=later)
    return bool(waits)


def pause_after(attempts: int) -> timedelta:
    """1 s, 2 s, 4 s … one hour, a quarter more or less so that what failed together does not come back together."""
    pause: timedelta = min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)
    return pause * random.uniform(0.75, 1.25)  # noqa: S311 - no secret


def release_expired() -> int:
    """Give back the jobs of workers that died. One that killed its worker every time ends as failed."""
    if not Job.objects.abandoned(timezone.now()).exists():
        return 0
    with transaction.atomic():
        abandoned = Job.objects.abandoned(timezone.now()).select_for_update(skip_locked=True)
        jobs = list(abandoned)
        for job in jobs:
            if job.may_try_again:
                _held(job).update(state=Job.State.WAITING, lease_owner="", lease_until=None)
            else:
                _end(job, Job.State.FAILED, error="The worker died every time it ran this job.")
        transaction.on_commit(wake_workers, robust=True)
    return len(jobs)


def retry_job(job: Job) -> None:
    """For operators: one more round for a job that failed for good."""
    Job.objects.filter(pk=job.pk, state=Job.State.FAILED).update(
        state=Job.State.WAITING, attempts=0, run_after=timezone.now(), finished_at=None
    )
    transaction.on_commit(wake_workers, robust=True)


def prune_finished(older_than: timedelta = KEEP_FINISHED) -> int:
    """Failed jobs are kept four times as long: somebody may want to see why."""
    now = timezone.now()
    done, _ = Job.objects.finished_before(now - older_than).filter(state=Job.State.DONE).delete()
    failed, _ = Job.objects.finished_before(now - older_than * 4).delete()
    return done + failed


def _held(job: Job) -> Any:
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, lease_owner=job.lease_owner, attempts=job.attempts)


def _end(job: Job, state: Job.State, *, error: str, result: Any = None) -> bool:
    now = timezone.now()
    ended = _held(job).update(
        state=state, finished_at=now, error=error, result=result, lease_owner="", lease_until=None
    )
    if ended and job.lane:  # the next of the lane may start
        transaction.on_commit(wake_workers, robust=True)
    return bool(ended)
