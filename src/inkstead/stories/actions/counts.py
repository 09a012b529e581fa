"""Counters: added to by one statement each, rebuilt from the rows beneath them."""

from __future__ import annotations

from django.db.models import F

from inkstead.events import touch_after_commit
from inkstead.stories.models import Part, PartCounts, StoryCounts


def add_counts(part: Part, **changes: int) -> None:
    """Add to a part's counters and its story's, e.g. `add_counts(part, votes=+1)`. The last thing in a transaction.

    Always the part's row before the story's, so that two transactions never wait for each other.
    """
    added = {name: F(name) + change for name, change in changes.items()}
    PartCounts.objects.filter(part=part).update(**added)
    StoryCounts.objects.filter(story=part.story_id).update(**added)
    touch_after_commit([f"counts:part:{part.pk}", f"counts:story:{part.story_id}"])
