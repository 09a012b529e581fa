"""Jobs for the tests. They note what they did in files, since several processes run them."""

from __future__ import annotations

import time
from pathlib import Path

from django_tasks import TaskContext, task

from inkstead.background import job


@job
def note(path: str, text: str) -> str:
    with Path(path).open("a") as file:
        file.write(text + "\n")
    return text


@job
def do_nothing() -> None: ...


@job(max_attempts=2)
def fail(path: str) -> None:
    note.func(path, "failing")
    raise ValueError("no luck")


@job
def note_slowly(path: str, seconds: float) -> None:
    note.func(path, "begin")
    time.sleep(seconds)
    note.func(path, "end")


@job(queue="clock")
def on_the_minute(path: str) -> None:
    note.func(path, "on the minute")


@job
def leave(path: str) -> None:
    note.func(path, "leaving")
    raise SystemExit(3)


@task(takes_context=True)
def note_attempt(context: TaskContext, path: str) -> int:
    note.func(path, f"attempt {context.attempt}")
    return context.attempt
