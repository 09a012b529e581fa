"""Background entry points."""

from __future__ import annotations

from inkstead.background import job
from inkstead.discussion.actions import forget_guests


@job
def forget_old_guests() -> None:
    """Where guests' comments came from is known for some weeks only."""
    forget_guests()
