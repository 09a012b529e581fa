"""Background entry points."""

from __future__ import annotations

from inkstead.background import job
from inkstead.recommendations.gathering import gather_finished
from inkstead.recommendations.likeness import relate_stories


@job
def relate() -> None:
    """Once a night: who finished what, and which stories go together."""
    gather_finished()
    relate_stories()
