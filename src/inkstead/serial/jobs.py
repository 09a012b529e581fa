"""Background entry points."""

from __future__ import annotations

from inkstead.background import job
from inkstead.serial import actions


@job(queue="clock", priority=50)
def open_due_parts() -> None:
    actions.open_due_parts()


@job(queue="clock", priority=50)
def make_due_announcements() -> None:
    actions.make_due_announcements()


@job(queue="clock", priority=50)
def end_due_hiatuses() -> None:
    actions.end_due_hiatuses()
