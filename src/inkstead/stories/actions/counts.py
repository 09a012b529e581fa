"""Counters: added to by one statement each, rebuilt from the rows beneath them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from functools import cache

from django.conf import settings
from django.db import connection

from inkstead.events import touch_after_commit
from inkstead.stories.models import VOICES, Part

COUNTERS = frozenset({"reads", "votes", "comments"})
# Counts up rather than leaving a mark that stands: whoever is adding up right now then sees that more has happened.
STALE = (
    "INSERT INTO stories_staleday (part_id, day, changes) VALUES (%s, %s, 1) "
    "ON CONFLICT (part_id, day) DO UPDATE SET changes = stories_staleday.changes + 1"
)

NETWORK = "INSERT INTO stories_networkday (day, what, story_id, network) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING"


def add_counts(part: Part, **changes: int) -> None:
    """Add to a part's counters, e.g. `add_counts(part, votes=+1)`, and to its story's if strangers may see the part.

    The last thing in a transaction, and always the part's row before the story's, so that two transactions never wait
    for each other.
    """
    for_part, for_story = _statements(tuple(changes))
    with connection.cursor() as cursor:
        cursor.execute(for_part, [*changes.values(), part.pk])
        if connection.features.has_select_for_update:
            # In a statement of its own: the next one then sees the part as whoever held this row has left it.
            cursor.execute("SELECT 1 FROM stories_storycounts WHERE story_id = %s FOR UPDATE", [part.story_id])
        cursor.execute(for_story, [*changes.values(), part.story_id, part.pk])
        cursor.execute(STALE, [part.pk, VOICES])
    touch_after_commit([f"counts:part:{part.pk}", f"counts:story:{part.story_id}"])


def mark_stale(days: Iterable[tuple[int, date]]) -> None:
    """The writers' figures of these parts and days are out of date. After the counters, in the same transaction."""
    with connection.cursor() as cursor:
        cursor.executemany(STALE, sorted(days))


def note_networks(what: str, seen: Iterable[tuple[date, int, str]]) -> None:
    """Of each UTC day and story: an address block, or whoever stands for themselves. After the counters, as above."""
    rows = sorted({(day, what, story, _hashed(day, network)) for day, story, network in seen})
    with connection.cursor() as cursor:
        cursor.executemany(NETWORK, rows)


def _hashed(day: date, network: str) -> str:
    return hashlib.blake2b(
        f"{day} {network}".encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=8
    ).hexdigest()


@cache
def _statements(names: tuple[str, ...]) -> tuple[str, str]:
    """Written once: every vote asks for them, and Django takes longer to write them than the database to obey."""
    if not COUNTERS.issuperset(names):
        raise TypeError(f"no such counters: {names}")
    added = ", ".join(f"{name} = {name} + %s" for name in names)
    told = "EXISTS (SELECT 1 FROM stories_part WHERE id = %s AND state = 'published' AND visibility = 'public')"
    return (
        f"UPDATE stories_partcounts SET {added} WHERE part_id = %s",  # noqa: S608 - our own words
        f"UPDATE stories_storycounts SET {added} WHERE story_id = %s AND {told}",  # noqa: S608
    )
