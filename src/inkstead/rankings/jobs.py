"""Background entry points."""

from __future__ import annotations

from datetime import UTC

from django.utils import timezone

from inkstead.background import job
from inkstead.rankings import keeping, snapshots, standing, weighing


@job
def make_rankings() -> None:
    """Close what is over, bring every story's standing up to date, and keep the file of a day that is closed."""
    while not weighing.gather_old_days():
        pass
    weighing.close_days()
    standing.make_standings()
    snapshots.make_snapshot()


@job
def count_who_came_back() -> None:
    keeping.count_people(timezone.now().astimezone(UTC).date())


@job
def forget_old_snapshots() -> None:
    snapshots.forget_old_snapshots()
