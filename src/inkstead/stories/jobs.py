"""Background entry points."""

from __future__ import annotations

from inkstead.background import job
from inkstead.stories import actions


@job(queue="clock", priority=50)
def publish_due_parts() -> None:
    actions.publish_due_parts()


@job
def empty_bin() -> None:
    """What was thrown away more than thirty days ago goes for good."""
    actions.empty_bin()


@job
def forget_lost_covers() -> None:
    """Pictures that no story has."""
    actions.forget_lost_covers()


@job
def forget_unused_images() -> None:
    """Pictures that no text shows any more."""
    actions.forget_unused_images()


@job
def forget_unused_tags() -> None:
    """Tags that no story carries any more."""
    actions.forget_unused_tags()
