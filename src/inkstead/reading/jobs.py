"""Background entry points."""

from __future__ import annotations

from inkstead.background import job
from inkstead.reading import counting


@job
def throw_away_counting_keys() -> None:
    """After midnight UTC nobody can join yesterday's guests to today's."""
    counting.throw_away_old_keys()
