from __future__ import annotations

from inkstead.background import actions
from inkstead.background.jobs import job


@job
def prune_jobs() -> int:
    """Forget finished jobs after a week, failed ones after four."""
    return actions.prune_finished()
