"""`python -m bench.long_story READS PARTS DAYS TIMES`: fills an empty place with a long story that was read a lot, adds
its figures up and asks for its pages; prints what it took as one line of JSON.

Beside each piece of work somebody votes twenty times a second, and how long the slowest of them waited is told too.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inkstead.settings")

import django

django.setup()

from django.db import connection
from django.test import Client

from bench.library import person, prose
from bench.read_rows import put_in, reads_of_a_day
from bench.waiting import somebody_votes
from inkstead.lib.prose import split_blocks
from inkstead.readership.actions import add_up, follow_up, recount_figures
from inkstead.readership.models import PartDay, PartFigures, StoryDay, StoryFigures, StoryPerson
from inkstead.readership.recounting import mark_everything
from inkstead.readership.spans import today
from inkstead.reading.models import Arrival, Read
from inkstead.stores.preparing import prepare_database
from inkstead.stories import actions
from inkstead.stories.models import FollowDay, Part, PartCounts, Story

DICE = random.Random(15_600)


def main(reads: int, parts: int, days: int, times: int) -> None:
    prepare_database()
    author = person("Alana")
    assert author.pen_name is not None
    story = actions.create_story(author.pen_name, title="A Long One", by=author)
    ids = make_parts(story, parts)
    told: dict[str, object] = {"store": connection.vendor}
    calendar = [today() - timedelta(days=n) for n in reversed(range(days))]
    told["seconds to fill"] = took(lambda: fill(story, ids, reads * (days - 1) // days, calendar[:-1]))
    work(told, "everything", "days of parts", add_up)
    work(told, "from part to part", "stories", follow_up)
    fill_days(ids, reads // days, calendar[-1:])
    actions.mark_stale([(part, today()) for part in ids])
    told["reads"] = Read.objects.count()
    work(told, "a fresh day", "days of parts", add_up)
    rested()
    work(told, "from part to part after it", "stories", follow_up)
    read_again(story, ids)
    work(told, "30 s of reads", "days of parts", add_up)
    rested()
    work(told, "from part to part after them", "stories", follow_up)
    told["MB"] = sizes()
    told["pages"], told["downloads"] = pages(author, story, ids, times)
    work(told, "inkstead recount", "differences", lambda: len(recount_figures()))
    sys.stdout.write(json.dumps(told) + "\n")


def work(told: dict[str, object], name: str, of: str, act: Callable[[], int]) -> None:
    done: list[int] = []
    with somebody_votes() as waits:
        seconds = took(lambda: done.append(act()))
    told[name] = {"seconds": seconds, of: done[0], "slowest vote, ms": round(max(waits, default=0.0) * 1000)}
    print(name, told[name], file=sys.stderr, flush=True)


def rested() -> None:
    """Its turn has come, whatever time the last one took."""
    StoryFigures.objects.update(followed_at=None)


def make_parts(story: Story, number: int) -> list[int]:
    """One through the actions, the rest as copies of its row."""
    by = story.author.user
    first = actions.create_part(story, title="Part 1", text=prose(), format="text", by=by)
    first = actions.publish_part(first, by=by)
    row = Part.objects.filter(pk=first.pk).values().get()
    copies = [Part(**{**row, "id": None, "position": n, "title": f"Part {n}"}) for n in range(2, number + 1)]
    Part.objects.bulk_create(copies, batch_size=500)
    ids = list(story.parts.in_order().values_list("pk", flat=True))  # type: ignore[attr-defined]
    PartCounts.objects.bulk_create([PartCounts(part_id=pk) for pk in ids if pk != first.pk], batch_size=500)
    return ids


def fill(story: Story, parts: list[int], reads: int, calendar: list[date]) -> None:
    fill_days(parts, reads, calendar)
    FollowDay.objects.bulk_create([FollowDay(story=story, day=day, gained=9, lost=9) for day in calendar])
    Arrival.objects.bulk_create(
        Arrival(story=story, day=day, source=f"{host}.example", reads=host + 1)
        for day in calendar
        for host in range(40)
    )
    mark_everything()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def fill_days(parts: list[int], reads: int, calendar: list[date]) -> None:
    first = Part.objects.select_related("live").get(pk=parts[0])
    assert first.live is not None
    blocks = [block.id for block in split_blocks(first.live.html)]
    number = -(-reads // len(calendar))
    put_in(row for day in calendar for row in reads_of_a_day(DICE, day, number, parts, blocks))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE stories_partcounts SET reads = "
            "(SELECT COUNT(*) FROM reading_read WHERE part_id = stories_partcounts.part_id)"
        )


def read_again(story: Story, parts: list[int]) -> None:
    """What a busy half minute leaves: two hundred parts were read today."""
    actions.mark_stale([(part, today()) for part in parts[:200]])
    Read.objects.bulk_create(
        [Read(part_id=part, reader=f"g:new{n}", day=today(), reached=1.0) for part in parts[:200] for n in range(5)]
    )


def pages(author: object, story: Story, parts: list[int], times: int) -> tuple[dict[str, float], dict[str, float]]:
    """Milliseconds, the middle of as many times, Django's whole way to an answer: of pages, and of the long sheets."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(author)  # type: ignore[arg-type]
    of_story, of_part = f"/write/story/{story.pk}/figures/", f"/write/part/{parts[0]}/figures/"
    asked = {"story, 28 days": f"{of_story}?days=28", "story, 90 days": f"{of_story}?days=90"}
    asked |= {"story, all": f"{of_story}?days=all", "part": of_part, "part, all": f"{of_part}?days=all"}
    asked |= {name: f"{of_story}{name}" for name in ("days.csv", "parts.csv")}
    asked |= {f"part, {name}": f"{of_part}{name}" for name in ("days.csv", "blocks.csv")}
    asked["desk"] = "/write/"
    long = {name: f"{of_story}{name}" for name in ("sources.csv", "part-days.csv")}
    return (
        {name: round(milliseconds(client, address, times), 1) for name, address in asked.items()},
        {name: round(milliseconds(client, address, 1), 1) for name, address in long.items()},
    )


def milliseconds(client: Client, address: str, times: int) -> float:
    assert client.get(address).status_code == 200
    return statistics.median(clock(lambda: client.get(address)) for _ in range(times)) * 1000


def clock(act: Callable[[], object]) -> float:
    """Time of this processor where the store is in the process: a busy machine then says the same as a quiet one."""
    now = time.thread_time if connection.vendor == "sqlite" else time.perf_counter
    began = now()
    act()
    return now() - began


def took(act: Callable[[], object]) -> float:
    return round(clock(act), 4)


def sizes() -> dict[str, float]:
    tables = [
        model._meta.db_table for model in (Read, PartDay, StoryDay, PartFigures, StoryFigures, StoryPerson, Arrival)
    ]
    return {table: round(size_of(table) / 1e6, 1) for table in tables}


def size_of(table: str) -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size(%s)", [table])
        else:
            cursor.execute(
                "SELECT SUM(pgsize) FROM dbstat WHERE name IN (SELECT name FROM sqlite_master WHERE tbl_name = %s)",
                [table],
            )
        return int(cursor.fetchone()[0] or 0)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:5]))
