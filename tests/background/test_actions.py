from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from inkstead.background import actions
from inkstead.background.actions import claim_job, enqueue, extend_lease, fail_job, finish_job, release_expired
from inkstead.background.models import Job
from inkstead.lib import stamps

pytestmark = pytest.mark.django_db

NOTE = "tests.background.sample_jobs.note"


def add(**wishes: Any) -> Job:
    return enqueue(NOTE, ["path", "text"], **wishes)


def state_of(job: Job) -> str:
    job.refresh_from_db()
    return job.state


def in_the_past(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(run_after=timezone.now(), lease_until=timezone.now() - timedelta(seconds=1))


def test_a_job_exists_only_with_the_change_that_asked_for_it() -> None:
    with transaction.atomic():
        add()
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_a_job_wakes_the_workers_at_commit() -> None:
    seen = stamps.current().stamps_of((actions.WAKE,))
    with transaction.atomic():
        add()
        assert stamps.current().unchanged((actions.WAKE,), seen)
    assert not stamps.current().unchanged((actions.WAKE,), seen)


def test_a_unique_key_is_used_once() -> None:
    first = add(unique_key="digest@today")
    finish_job(claim_job("worker") or first)
    assert add(unique_key="digest@today").pk == first.pk
    assert Job.objects.count() == 1
    assert add().pk != add().pk


def test_jobs_are_claimed_by_priority_then_age() -> None:
    late = add(run_after=timezone.now() - timedelta(minutes=1))
    old = add(run_after=timezone.now() - timedelta(minutes=2))
    urgent = add(priority=5)
    add(run_after=timezone.now() + timedelta(minutes=1), priority=9)
    assert [claim_job("worker") for _ in range(4)] == [urgent, old, late, None]


def test_a_worker_takes_only_from_its_queues() -> None:
    add()
    mail = add(queue="mail")
    assert [claim_job("worker", queues=["mail"]) for _ in range(2)] == [mail, None]


def test_an_idle_worker_only_reads(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1) as queries:
        assert claim_job("worker") is None
    assert queries.captured_queries[0]["sql"].startswith("SELECT")


def test_a_lane_is_strictly_in_order_one_at_a_time() -> None:
    first, second = add(lane="story:1"), add(lane="story:1", priority=9)
    other = add(lane="story:2")
    claimed = [claim_job("worker") for _ in range(3)]
    assert claimed == [first, other, None]
    assert finish_job(claimed[0] or first)
    assert claim_job("worker") == second


def test_a_lane_waits_for_its_job_that_tries_again() -> None:
    first, second = add(lane="story:1"), add(lane="story:1")
    fail_job(claim_job("worker") or first, ValueError("no luck"))
    assert claim_job("worker") is None
    first.refresh_from_db()
    assert state_of(second) == "waiting"
    assert second.run_after == first.run_after > timezone.now()
    in_the_past(second)
    assert claim_job("worker") is None
    in_the_past(first)
    assert claim_job("worker") == first


def test_a_job_that_failed_for_good_steps_aside() -> None:
    first, second = add(lane="story:1", max_attempts=1), add(lane="story:1")
    fail_job(claim_job("worker") or first, ValueError("no luck"))
    assert state_of(first) == "failed"
    assert "ValueError: no luck" in first.error
    assert claim_job("worker") == second


def test_an_older_job_that_appears_late_waits_for_the_one_that_runs() -> None:
    """PostgreSQL gives out ids before commit, so a lower id may appear after a higher one was claimed."""
    older, newer = add(lane="story:1"), add(lane="story:1")
    Job.objects.filter(pk=older.pk).update(lane="elsewhere", state="done")
    assert claim_job("worker") == newer
    Job.objects.filter(pk=older.pk).update(lane="story:1", state="waiting")
    assert claim_job("worker") is None


def test_the_database_itself_lets_one_job_of_a_lane_run() -> None:
    add(lane="story:1")
    add(lane="story:1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.update(state="running")


def test_only_the_holder_of_the_lease_ends_a_job() -> None:
    job = add()
    lost = claim_job("first")
    assert lost is not None
    in_the_past(lost)
    assert release_expired() == 1
    held = claim_job("second")
    assert held == job
    assert not extend_lease(lost)
    assert not finish_job(lost)
    assert not fail_job(lost, ValueError())
    assert state_of(job) == "running"
    assert extend_lease(held)
    assert finish_job(held, result=7)
    assert (state_of(job), job.result, job.attempts) == ("done", 7, 2)


def test_a_job_that_kills_every_worker_ends_as_failed() -> None:
    job = add(max_attempts=2)
    for _ in range(2):
        claim_job("worker")
        in_the_past(job)
        release_expired()
    assert state_of(job) == "failed"
    assert "died every time" in job.error


def test_a_running_lease_is_left_alone() -> None:
    add()
    claim_job("worker")
    assert release_expired() == 0


def test_the_pauses_grow() -> None:
    pauses = [actions.pause_after(attempts).total_seconds() for attempts in (1, 2, 5, 50)]
    assert all(low * 0.75 <= pause <= low * 1.25 for low, pause in zip((1, 2, 16, 3600), pauses, strict=True))


def test_an_operator_can_try_a_failed_job_again() -> None:
    job = add(max_attempts=1)
    fail_job(claim_job("worker") or job, ValueError("no luck"))
    actions.retry_job(job)
    assert claim_job("worker") == job


def test_finished_jobs_are_forgotten_failed_ones_later() -> None:
    week = actions.KEEP_FINISHED + timedelta(hours=1)
    kept = [add(), add()]
    old_done, old_failed, very_old_failed = add(), add(), add()
    now = timezone.now()
    Job.objects.filter(pk=kept[0].pk).update(state="done", finished_at=now)
    Job.objects.filter(pk=old_done.pk).update(state="done", finished_at=now - week)
    Job.objects.filter(pk=old_failed.pk).update(state="failed", finished_at=now - week)
    Job.objects.filter(pk=very_old_failed.pk).update(state="failed", finished_at=now - week * 4)
    assert actions.prune_finished() == 2
    assert set(Job.objects.all()) == {*kept, old_failed}


@pytest.mark.django_db(transaction=True)
def test_many_workers_claim_every_job_once() -> None:
    jobs = {add().pk for _ in range(40)}
    claimed: list[int] = []

    def claim_all() -> None:
        misses = 0
        while misses < 3:
            job = claim_job(f"worker {threading.get_ident()}")
            if job is None:
                misses += 1
            else:
                claimed.append(job.pk)
        connections.close_all()

    at_once(*[claim_all] * 6)
    assert sorted(claimed) == sorted(jobs)


@pytest.mark.django_db(transaction=True)
def test_many_askers_with_one_key_make_one_job() -> None:
    made: list[int] = []

    def ask() -> None:
        made.append(add(unique_key="digest@today").pk)
        connections.close_all()

    at_once(*[ask] * 6)
    assert set(made) == {Job.objects.get().pk}


@pytest.mark.django_db(transaction=True)
def test_a_lane_never_runs_two_jobs_whoever_claims() -> None:
    for _ in range(30):
        add(lane="story:1")
    finished: list[int] = []
    guard = threading.Lock()

    def work() -> None:
        while len(finished) < 30:
            if job := claim_job(f"worker {threading.get_ident()}"):
                assert guard.acquire(blocking=False)
                finished.append(job.pk)
                guard.release()
                finish_job(job)
        connections.close_all()

    at_once(*[work] * 4)
    assert finished == sorted(finished)


def at_once(*acts: Callable[[], None]) -> None:
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_claiming_uses_its_index() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        sql, params = Job.objects.ready(timezone.now()).values("pk")[:1].query.sql_with_params()
        cursor.execute(("EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN ") + sql, params)
        plan = "\n".join(str(row) for row in cursor.fetchall())
    assert "job_to_claim" in plan
    assert "job_in_lane" in plan
