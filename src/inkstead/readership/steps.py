"""From part to part, as the reads say. Sets are counted in the database, from the index of reads alone; nothing here
writes, and no answer is longer than the parts that were asked for."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection
from django.db.models import Count

from inkstead.library.models import FINISHED
from inkstead.readership.rows import ACCOUNTS, GUESTS
from inkstead.reading.models import Read

# Two rows of the index in one order: SQLite then walks through both at once and keeps neither.
_PEOPLE = (
    "SELECT COUNT(*) FROM (SELECT reader FROM reading_read WHERE part_id = %s AND reader < 'b'"
    " INTERSECT SELECT reader FROM reading_read WHERE part_id = %s AND reader < 'b') AS both_parts"
)
_GUESTS = (
    "SELECT COUNT(*) FROM (SELECT day, reader FROM reading_read WHERE part_id = %s AND reader > 'b'"
    " INTERSECT SELECT day, reader FROM reading_read WHERE part_id = %s AND reader > 'b' ORDER BY 1, 2) AS both_parts"
)


def alone(parts: Collection[int]) -> dict[int, dict[str, int]]:
    """Who read each part: accounts, accounts that came to the end, guests of a day."""
    if not parts:
        return {}
    rows = Read.objects.filter(part__in=parts).order_by().values_list("part")
    people = dict(rows.filter(ACCOUNTS).annotate(Count("reader", distinct=True)))
    finished = dict(rows.filter(ACCOUNTS, reached__gte=FINISHED).annotate(Count("reader", distinct=True)))
    guests = dict(rows.filter(GUESTS).annotate(Count("pk")))
    return {
        part: {"people": people.get(part, 0), "people_finished": finished.get(part, 0), "guests": guests.get(part, 0)}
        for part in parts
    }


def from_previous(part: int, previous: int) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, [part, previous])
        [people] = cursor.fetchone()
        cursor.execute(_GUESTS, [part, previous])
        [guests] = cursor.fetchone()
    return {"people_from_previous": people, "guests_from_previous": guests}


def people_from(first: int, parts: Collection[int]) -> dict[int, int]:
    """How many accounts of each part read the first one too."""
    of_first = Read.objects.filter(ACCOUNTS, part=first).order_by().values("reader")
    rows = Read.objects.filter(ACCOUNTS, part__in=parts, reader__in=of_first).order_by().values_list("part")
    return dict(rows.annotate(Count("reader", distinct=True)))
