"""Writing heard reads: rows, part counters and story counters in one transaction, each read counted exactly once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import F

from inkstead.events import touch_after_commit
from inkstead.stories.models import Part, PartCounts, StoryCounts

Key = tuple[int, date, str]  # part, UTC day, reader


class Heard(NamedTuple):
    story_id: int
    reached: float  # 0 to 1
    seconds: int


@transaction.atomic
def write_reads(heard: Mapping[Key, Heard]) -> int:
    """Answers how many were new. Repeating it counts nothing twice; parts deleted meanwhile are passed over."""
    by_part: dict[int, list[tuple[Key, Heard]]] = {}
    for key, told in heard.items():
        by_part.setdefault(key[0], []).append((key, told))
    standing = dict(Part.objects.filter(pk__in=by_part).order_by("pk").values_list("pk", "story_id"))
    new: Counter[int] = Counter()
    for part_id in standing:
        new[part_id] = _insert(by_part[part_id])
    _keep_farthest(item for part_id in standing for item in by_part[part_id])
    read = [part_id for part_id in standing if new[part_id]]
    for part_id in read:
        PartCounts.objects.filter(part=part_id).update(reads=F("reads") + new[part_id])
    stories = sorted({standing[part_id] for part_id in read})
    # The lock before the look: a part withdrawn at this moment is either seen as withdrawn, or added up after us.
    list(StoryCounts.objects.select_for_update().filter(story__in=stories).order_by("pk").values_list("pk"))
    shown = Counter[int]()
    for part_id in Part.objects.filter(pk__in=read).told().values_list("pk", flat=True):
        shown[standing[part_id]] += new[part_id]
    for story_id in stories:
        StoryCounts.objects.filter(story=story_id).update(reads=F("reads") + shown[story_id])
    touch_after_commit([f"counts:part:{pk}" for pk in read] + [f"counts:story:{pk}" for pk in stories])
    return new.total()


def _insert(items: list[tuple[Key, Heard]]) -> int:
    """How many of one part's reads were not there yet. The constraint decides."""
    rows = [(part, reader, day, told.reached, told.seconds) for (part, day, reader), told in items]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO reading_read (part_id, reader, day, reached, seconds) VALUES (%s, %s, %s, %s, %s) "
            "ON CONFLICT DO NOTHING",
            rows,
        )
        return int(max(cursor.rowcount, 0))


def _keep_farthest(items: Iterable[tuple[Key, Heard]]) -> None:
    rows = [
        (told.reached, told.seconds, part, day, reader, told.reached, told.seconds)
        for (part, day, reader), told in items
    ]
    larger = "GREATEST" if connection.vendor == "postgresql" else "MAX"
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE reading_read SET reached = {larger}(reached, %s), seconds = {larger}(seconds, %s) "  # noqa: S608 - our words
            "WHERE part_id = %s AND day = %s AND reader = %s AND (reached < %s OR seconds < %s)",
            rows,
        )
