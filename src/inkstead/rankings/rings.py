"""Who trades votes: on each other's stories they count as one voice together, not as many.

A person is in an author's ring when the author voted for a story of theirs and they for one of the author's, or when
the favour came back through one other writer. Votes of the last ninety days are looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta

from inkstead.discussion.models import Vote

DAYS = 90
Votes = Mapping[int, Collection[int]]  # of a person: the writers they voted for


def votes_between_writers(until: date) -> dict[int, set[int]]:
    """Of every person who has published: the other persons for whose stories they voted."""
    since = datetime.combine(until - timedelta(days=DAYS), time(), UTC)
    rows = Vote.objects.filter(created_at__gte=since, user__pen_names__stories__parts_published__gt=0).order_by()
    given: dict[int, set[int]] = defaultdict(set)
    pairs = rows.values_list("user", "part__story__author__user").distinct()
    for voter, author in pairs.iterator(chunk_size=5000):
        if voter != author:
            given[voter].add(author)
    return dict(given)


def ring_of(author: int, voters: Collection[int], given: Votes) -> set[int]:
    """Those of the voters for an author whose vote came back, at once or through one other writer."""
    favoured = set(given.get(author, ()))
    return {
        voter
        for voter in voters
        if voter in favoured or any(voter in given.get(other, ()) for other in favoured - {voter})
    }
