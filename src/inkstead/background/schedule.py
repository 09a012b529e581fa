"""Recurring jobs. The list itself stands in operations/schedule.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django_tasks.base import Task

from inkstead.background import actions
from inkstead.background.models import Job

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Periodic:
    """`every` is a pause (`timedelta(minutes=5)`) or a time of day in the site's time zone (`time(4, 30)`)."""

    name: str
    task: Task[Any, Any]
    every: timedelta | time

    def __post_init__(self) -> None:
        if isinstance(self.every, timedelta) and not timedelta(seconds=1) <= self.every < actions.KEEP_FINISHED:
            raise ValueError(f"{self.name}: a recurring job runs at least once a week, and at most once a second.")

    def slot(self, now: datetime) -> datetime:
        """The moment this job was last due. A machine that was off at that moment makes up for it, once."""
        if isinstance(self.every, timedelta):
            return EPOCH + (now - EPOCH) // self.every * self.every
        local = timezone.localtime(now)
        today = datetime.combine(local.date(), self.every, tzinfo=local.tzinfo)
        return today if today <= local else today - timedelta(days=1)


class Schedule:
    """Any number of workers may ask; each slot becomes one job, by its unique key."""

    def __init__(self, periodic: Sequence[Periodic]) -> None:
        self._periodic = periodic
        self._seen: dict[str, datetime] = {}

    def enqueue_due(self, now: datetime | None = None) -> list[Job]:
        now = now or timezone.now()
        due = [p for p in self._periodic if self._seen.get(p.name) != p.slot(now)]
        jobs = [job for p in due if (job := enqueue_slot(p, p.slot(now)))]
        self._seen.update({p.name: p.slot(now) for p in due})
        return jobs


def enqueue_slot(periodic: Periodic, slot: datetime) -> Job | None:
    """None while the run before is still going on: slow work must not pile up."""
    lane = f"schedule/{periodic.name}"
    key = f"{periodic.name}@{slot.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    if Job.objects.filter(lane=lane, state__in=Job.UNFINISHED).exists():
        return None
    return actions.enqueue(
        periodic.task.module_path,
        queue=periodic.task.queue_name,
        priority=periodic.task.priority,
        max_attempts=getattr(periodic.task, "max_attempts", 5),
        lane=lane,
        unique_key=key,
    )
