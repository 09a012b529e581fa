"""Who trades votes: on each other's stories they count as one voice together, not as many.

A person is in an author's ring when the author voted for a story of theirs and they for one of the author's, or when
the favour came back through one other writer. Longer rings (A votes for B, B for C, C for D, D for A) are found among
those who vote for few and have few voters: there a group in which every favour comes back in the end is a ring. People
who read one another are such a group too, and soon the whole site is one; so it is a ring only while it is small. Votes
of the last ninety days are looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Count

from inkstead.discussion.models import Vote

DAYS = 90
FEW_FAVOURS = 5  # other writers for whom somebody voted: whoever votes for more reads around
FEW_VOICES = 20  # people who voted for a writer: to whoever has more, a ring adds little
LONGER = 4  # people: in a smaller group every favour comes back in two steps
SMALL, SHARE = 50, 0.25  # people in a ring at most, and of all writers who voted
Votes = Mapping[int, Collection[int]]  # of a person: the writers they voted for


@dataclass(frozen=True, slots=True)
class Trades:
    """The votes between writers, and of everybody in a longer ring the number of that ring."""

    given: Votes = field(default_factory=dict)
    rings: Mapping[int, int] = field(default_factory=dict)

    def ring_of(self, author: int, voters: Collection[int]) -> set[int]:
        """Those of the voters for an author whose vote came back."""
        favoured, ring = set(self.given.get(author, ())), self.rings.get(author)
        return {
            voter
            for voter in voters
            if voter in favoured
            or any(voter in self.given.get(other, ()) for other in favoured - {voter})
            or (ring is not None and self.rings.get(voter) == ring)
        }


def trades_until(until: date) -> Trades:
    since = datetime.combine(until - timedelta(days=DAYS), time(), UTC)
    given = _votes_between_writers(since)
    voices = Vote.objects.filter(created_at__gte=since).order_by().values_list("part__story__author__user")
    return Trades(given, longer_rings(given, dict(voices.annotate(Count("user", distinct=True)))))


def longer_rings(given: Votes, voices: Mapping[int, int]) -> dict[int, int]:
    """In which ring somebody is. One walk along the votes of those who vote for few."""
    favours = {
        voter: [author for author in authors if voices.get(author, 0) <= FEW_VOICES]
        for voter, authors in given.items()
        if len(authors) <= FEW_FAVOURS
    }
    most = min(SMALL, int(len(given) * SHARE))
    groups = (group for group in groups_of(favours) if LONGER <= len(group) <= most)
    return {person: number for number, group in enumerate(groups) for person in group}


def groups_of(favours: Mapping[int, Collection[int]]) -> Iterator[list[int]]:
    """The strongly connected ones: from each there is a way to each other. Two walks, by S. R. Kosaraju."""
    back: dict[int, list[int]] = defaultdict(list)
    for voter, authors in favours.items():
        for author in authors:
            back[author].append(voter)
    placed: set[int] = set()
    for first in reversed(list(_as_left(favours))):
        if first in placed:
            continue
        placed.add(first)
        group = [first]
        for person in group:  # it grows meanwhile
            new = [voter for voter in back.get(person, ()) if voter not in placed]
            placed.update(new)
            group += new
        yield group


def _as_left(favours: Mapping[int, Collection[int]]) -> Iterator[int]:
    """Everybody, in the order in which a walk in depth has done with them."""
    met: set[int] = set()
    for first in favours:
        way = [] if first in met else [(first, iter(favours[first]))]
        met.add(first)
        while way:
            person, others = way[-1]
            following = next((other for other in others if other not in met), None)
            if following is None:
                way.pop()
                yield person
            else:
                met.add(following)
                way.append((following, iter(favours.get(following, ()))))


def _votes_between_writers(since: datetime) -> dict[int, set[int]]:
    """Of every person who has published: the other persons for whose stories they voted."""
    rows = Vote.objects.filter(created_at__gte=since, user__pen_names__stories__parts_published__gt=0).order_by()
    given: dict[int, set[int]] = defaultdict(set)
    pairs = rows.values_list("user", "part__story__author__user").distinct()
    for voter, author in pairs.iterator(chunk_size=5000):
        if voter != author:
            given[voter].add(author)
    return dict(given)
