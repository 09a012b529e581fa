"""The door for every other app: `@job` makes a function a background job.

    @job(max_attempts=3)
    def send_digest(person_id: int) -> None: ...

    send_digest.enqueue(person.pk)

A job runs at least once: it may be killed half-way and run again, so it must be harmless to repeat. Arguments are
saved as JSON: pass ids, not rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar, overload

from django.utils.module_loading import import_string
from django_tasks import task
from django_tasks.base import Task

P = ParamSpec("P")
T = TypeVar("T")

DEFAULT_ATTEMPTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTask(Task[P, T]):
    """A task of Django's Tasks interface that also knows how often it may be tried."""

    max_attempts: int = DEFAULT_ATTEMPTS


@overload
def job(function: Callable[P, T], /) -> Task[P, T]: ...
@overload
def job(
    *, queue: str = "default", priority: int = 0, max_attempts: int = DEFAULT_ATTEMPTS
) -> Callable[[Callable[P, T]], Task[P, T]]: ...
def job(function: Callable[P, T] | None = None, /, **wishes: Any) -> Any:
    """Usable bare or with `queue`, `priority` (-100 to 100, higher first) and `max_attempts`.

    The queue "clock" is for short jobs that have to happen on their minute.
    """
    queue = wishes.pop("queue", "default")
    wrap = task(queue_name=queue, **wishes)
    return wrap(function) if function else wrap


def task_at(path: str) -> Task[Any, Any]:
    found = import_string(path)
    if not isinstance(found, Task):
        raise TypeError(f"{path} is not a job.")
    return found
