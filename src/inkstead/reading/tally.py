"""Writing heard reads: rows, part counters and story counters in one transaction, each read counted exactly once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import F

from inkstead.events import touch_after_commit
from inkstead.reading.sources import add_arrivals
from inkstead.stories.actions import hold_parts, mark_stale, note_networks
from inkstead.stories.models import NetworkDay, Part, PartCounts, StoryCounts

Key = tuple[int, date, str]  # part, UTC day, reader
ROWS = 400  # in one statement


class Heard(NamedTuple):
    story_id: int
    reached: float  # 0 to 1
    seconds: int
    block: str = ""  # the last one that came into view
    source: str = ""  # a label of `sources`
    network: str = ""  # see `web.addresses.network_of`


@transaction.atomic
def write_reads(heard: Mapping[Key, Heard]) -> int:
    """Answers how many were new. Repeating it counts nothing twice; parts deleted meanwhile are passed over."""
    by_part: dict[int, list[tuple[Key, Heard]]] = {}
    for key, told in heard.items():
        by_part.setdefault(key[0], []).append((key, told))
    standing = dict(Part.objects.filter(pk__in=hold_parts(by_part)).order_by("pk").values_list("pk", "story_id"))
    new: Counter[int] = Counter()
    arrivals: dict[tuple[int, date], Counter[str]] = {}
    networks: set[tuple[date, int, str]] = set()
    for part_id, story_id in standing.items():
        for _, day, reader in _insert(by_part[part_id]):
            new[part_id] += 1
            told = heard[part_id, day, reader]
            arrivals.setdefault((story_id, day), Counter())[told.source] += 1
            networks.add((day, story_id, told.network or reader))
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
    add_arrivals(arrivals)
    note_networks(NetworkDay.READ, networks)
    mark_stale({key[:2] for part_id in standing for key, _ in by_part[part_id]})
    touch_after_commit([f"counts:part:{pk}" for pk in read] + [f"counts:story:{pk}" for pk in stories])
    return new.total()


def _insert(items: list[tuple[Key, Heard]]) -> Iterator[Key]:
    """Those of one part's reads that were not there yet. The constraint decides."""
    with connection.cursor() as cursor:
        for start in range(0, len(items), ROWS):
            some = items[start : start + ROWS]
            values = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(some))
            cursor.execute(
                "INSERT INTO reading_read (part_id, reader, day, reached, seconds, block) "  # noqa: S608 - our own words
                f"VALUES {values} ON CONFLICT DO NOTHING RETURNING day, reader",
                [
                    value
                    for (part, day, reader), told in some
                    for value in (part, reader, day, told.reached, told.seconds, told.block)
                ],
            )
            part_id = some[0][0][0]
            for day, reader in cursor.fetchall():
                yield part_id, day if isinstance(day, date) else date.fromisoformat(day), reader


def _keep_farthest(items: Iterable[tuple[Key, Heard]]) -> None:
    rows = [
        (told.reached, told.block, told.reached, told.seconds, part, day, reader, told.reached, told.seconds)
        for (part, day, reader), told in items
    ]
    larger = "GREATEST" if connection.vendor == "postgresql" else "MAX"
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE reading_read SET block = CASE WHEN reached < %s THEN %s ELSE block END, "  # noqa: S608 - our words
            f"reached = {larger}(reached, %s), seconds = {larger}(seconds, %s) "
            "WHERE part_id = %s AND day = %s AND reader = %s AND (reached < %s OR seconds < %s)",
            rows,
        )
