"""Background entry points."""

from __future__ import annotations

from inkstead.background import job
from inkstead.stories import actions


@job(priority=50)
def publish_due_parts() -> None:
    actions.publish_due_parts()
