"""Background entry points."""

from __future__ import annotations

from inkstead.background import job
from inkstead.moderation.actions import forget_networks


@job
def forget_old_networks() -> None:
    """From where guests reported is known for some weeks only."""
    forget_networks()
