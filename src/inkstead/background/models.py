from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone


class JobQuerySet(models.QuerySet["Job"]):
    def waiting(self) -> JobQuerySet:
        return self.filter(state=Job.State.WAITING)

    def running(self) -> JobQuerySet:
        return self.filter(state=Job.State.RUNNING)

    def ready(self, now: datetime, queues: list[str] | None = None) -> JobQuerySet:
        """What may be claimed now, best first. Of a lane only the oldest job, and only when none is running."""
        lane = Job.objects.filter(lane=OuterRef("lane"))
        # Two questions, not one with OR: with 10,000 jobs in a lane that one cost PostgreSQL 1.8 s, these 0.02 s.
        taken, has_older = Exists(lane.running()), Exists(lane.waiting().filter(pk__lt=OuterRef("pk")))
        ready = self.waiting().filter(Q(lane=None) | (~taken & ~has_older), run_after__lte=now)
        if queues:
            ready = ready.filter(queue__in=queues)
        return ready.order_by("-priority", "run_after", "pk")

    def abandoned(self, now: datetime) -> JobQuerySet:
        return self.running().filter(lease_until__lt=now)

    def finished_before(self, moment: datetime) -> QuerySet[Job]:
        return self.filter(state__in=(Job.State.DONE, Job.State.FAILED), finished_at__lt=moment)


class Job(models.Model):
    """One piece of work, saved in the transaction that asked for it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    UNFINISHED = (State.WAITING, State.RUNNING)

    id = models.BigAutoField(primary_key=True)
    task_path = models.CharField(max_length=200)
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    queue = models.CharField(max_length=50, default="default")
    priority = models.SmallIntegerField(default=0)
    run_after = models.DateTimeField(default=timezone.now)
    lane = models.CharField(max_length=200, null=True)  # noqa: DJ001 - no lane is not the lane ""
    unique_key = models.CharField(max_length=200, null=True)  # noqa: DJ001 - many rows have none

    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=5)
    lease_owner = models.CharField(max_length=200, default="", blank=True)
    lease_until = models.DateTimeField(null=True)
    error = models.TextField(default="", blank=True)
    result = models.JSONField(null=True)

    enqueued_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unique_key"], condition=Q(unique_key__isnull=False), name="job_once_per_key"
            ),
            # Two workers may look at a lane in the same instant; the database lets only one of them start.
            models.UniqueConstraint(
                fields=["lane"], condition=Q(state="running", lane__isnull=False), name="job_one_running_per_lane"
            ),
        ]
        indexes = [
            models.Index(
                models.F("priority").desc(), "run_after", "id", condition=Q(state="waiting"), name="job_to_claim"
            ),
            models.Index(fields=["lane", "state", "id"], condition=Q(lane__isnull=False), name="job_in_lane"),
            models.Index(fields=["lease_until"], condition=Q(state="running"), name="job_leases"),
            models.Index(fields=["finished_at"], condition=Q(state__in=["done", "failed"]), name="job_to_prune"),
        ]

    def __str__(self) -> str:
        return f"{self.task_path} ({self.state})"

    @property
    def may_try_again(self) -> bool:
        return self.attempts < self.max_attempts
