"""The loop that runs jobs: claim, run, finish; until told to stop, and then not before the running job is done."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.db import close_old_connections, connections
from django_tasks import TaskContext
from django_tasks.utils import normalize_json

from inkstead.background import actions
from inkstead.background.backend import result_of
from inkstead.background.jobs import task_at
from inkstead.background.models import Job
from inkstead.background.schedule import Periodic, Schedule
from inkstead.lib import stamps

log = logging.getLogger(__name__)

LOOK_AT_STAMP = 0.05
LOOK_AT_DATABASE = 2.0
REST_AFTER_TROUBLE = 2.0


class Worker:
    """`threads` jobs at once, and one more that only does what the clock wants, so that no long job holds it up.

    One is right for SQLite, where changes queue anyway.
    """

    def __init__(
        self,
        *,
        threads: int = 1,
        queues: Sequence[str] = (),
        lease: timedelta = actions.LEASE,
        periodic: Sequence[Periodic] = (),
    ) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._threads = threads
        self._queues = list(queues) or None
        self._by_the_clock = not queues or actions.CLOCK in queues
        self._lease = lease
        self._schedule = Schedule(periodic)
        self._stopping = threading.Event()
        self._finished = threading.Event()
        self._running: dict[int, Job] = {}

    def run(self) -> None:
        """Returns after `stop()`, when the running jobs are done."""
        lines = [self._queues] * self._threads + ([[actions.CLOCK]] if self._by_the_clock else [])
        runners = [
            threading.Thread(target=self._run_jobs, args=(n, line), name=f"jobs-{n}") for n, line in enumerate(lines)
        ]
        heartbeat = threading.Thread(target=self._keep_leases, name="leases", daemon=True)
        for thread in (*runners, heartbeat):
            thread.start()
        while not self._stopping.wait(1.0):
            self._safely(self._look_after)
        for thread in runners:
            thread.join()
        self._finished.set()
        heartbeat.join()
        connections.close_all()

    def stop(self, *_: Any) -> None:
        """Also a signal handler."""
        self._stopping.set()

    def _run_jobs(self, number: int, queues: list[str] | None) -> None:
        owner = f"{self.name}:{number}"
        while not self._stopping.is_set():
            seen = stamps.current().stamps_of((actions.WAKE,))  # before looking, so that no wake-up falls between
            if not self._safely(lambda: self._run_next(owner, queues)):
                self._wait(seen)
        connections.close_all()

    def _run_next(self, owner: str, queues: list[str] | None) -> bool:
        job = actions.claim_job(owner, queues=queues, lease=self._lease)
        if job is None:
            return False
        self._running[job.pk] = job
        try:
            run_job(job)
        finally:
            self._running.pop(job.pk, None)
        return True

    def _wait(self, seen: tuple[int, ...]) -> None:
        until = time.monotonic() + LOOK_AT_DATABASE
        while time.monotonic() < until and stamps.current().unchanged((actions.WAKE,), seen):
            if self._stopping.wait(LOOK_AT_STAMP):
                return

    def _keep_leases(self) -> None:
        while not self._finished.wait(min(self._lease, actions.CLOCK_LEASE).total_seconds() / 3):
            self._safely(self._extend_leases)
        connections.close_all()

    def _extend_leases(self) -> None:
        for job in list(self._running.values()):
            if not actions.extend_lease(job, lease=self._lease) and job.pk in self._running:
                log.warning("Lost the lease of job %s (%s): it may be running elsewhere too.", job.pk, job.task_path)

    def _look_after(self) -> None:
        actions.release_expired()
        self._schedule.enqueue_due()

    def _safely(self, act: Callable[[], Any]) -> Any:
        """The database may be away for a while; the worker outlives that."""
        close_old_connections()
        try:
            return act()
        except Exception:
            log.exception("The worker could not go on and tries again soon.")
            connections.close_all()
            self._stopping.wait(REST_AFTER_TROUBLE)
            return False


def run_job(job: Job) -> None:
    """Run a claimed job and record how it ended. Never raises what the job raised."""
    try:
        result = _call(job)
    except BaseException as error:  # SystemExit in a job must not end the worker
        log.warning("Job %s (%s) failed at attempt %s: %s", job.pk, job.task_path, job.attempts, error)
        recorded = actions.fail_job(job, error)
    else:
        recorded = actions.finish_job(job, result=result)
    if not recorded:
        log.warning("Job %s (%s) ended after its lease was lost; it will run again.", job.pk, job.task_path)


def run_waiting_jobs(limit: int = 1000) -> int:
    """Run everything that is ready, here and now: for tests, imports and `worker --once`."""
    for count in range(limit):
        job = actions.claim_job(f"here:{os.getpid()}:{threading.get_ident()}")
        if job is None:
            return count
        run_job(job)
    return limit


def _call(job: Job) -> Any:
    task = task_at(job.task_path)
    if not task.takes_context:
        return normalize_json(task.call(*job.args, **job.kwargs))
    context = TaskContext(task_result=result_of(job, task, task.backend))
    return normalize_json(task.call(context, *job.args, **job.kwargs))
