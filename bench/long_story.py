"""`python -m bench.long_story READS PARTS DAYS TIMES`: fills an empty place with a long story that was read a lot, adds
its figures up and asks for its pages; prints what it took as one line of JSON."""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inkstead.settings")

import django

django.setup()

from django.db import connection, transaction
from django.test import Client

from bench.library import person, prose
from inkstead.lib.prose import split_blocks
from inkstead.readership.actions import add_up, follow_up
from inkstead.readership.models import PartDay, PartFigures, StoryDay, StoryFigures
from inkstead.readership.recounting import mark_everything
from inkstead.readership.spans import today
from inkstead.reading.models import Arrival, Read
from inkstead.stores.preparing import prepare_database
from inkstead.stories import actions
from inkstead.stories.models import FollowDay, Part, PartCounts, StaleDay, Story

ReadRow = tuple[int, str, str, float, int, str]
BATCH = 20_000
ACCOUNTS = 20_000
BY_ACCOUNTS = 0.3


def main(reads: int, parts: int, days: int, times: int) -> None:
    prepare_database()
    author = person("Alana")
    assert author.pen_name is not None
    story = actions.create_story(author.pen_name, title="A Long One", by=author)
    ids = make_parts(story, parts)
    told: dict[str, object] = {"store": connection.vendor}
    told["seconds to fill"] = took(lambda: fill(story, ids, reads, days))
    rows = Read.objects.count()
    told["reads"] = rows
    seconds = took(lambda: print(add_up(), "days of parts", file=sys.stderr))
    told["seconds to add up"], told["reads added up a second"] = seconds, round(rows / seconds)
    told["seconds to go from part to part"] = took(follow_up)
    read_again(story, ids)
    told["seconds to add up 30 s of reads"] = took(add_up)
    told["MB"] = sizes()
    told["pages"] = pages(author, story, ids, times)
    sys.stdout.write(json.dumps(told) + "\n")


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


def fill(story: Story, parts: list[int], reads: int, days: int) -> None:
    dice = random.Random(15_600)
    first = Part.objects.select_related("live").get(pk=parts[0])
    assert first.live is not None
    blocks = [block.id for block in split_blocks(first.live.html)]
    rows = islice(some_reads(dice, parts, blocks, days), reads)
    while batch := list(islice(rows, BATCH)):
        put_in(batch)
    begin = today() - timedelta(days=days)
    FollowDay.objects.bulk_create(
        [FollowDay(story=story, day=begin + timedelta(days=n), gained=9, lost=3) for n in range(days)]
    )
    Arrival.objects.bulk_create(
        Arrival(story=story, day=begin + timedelta(days=n), source=f"{host}.example", reads=host + 1)
        for n in range(days)
        for host in range(40)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE stories_partcounts SET reads = "
            "(SELECT COUNT(*) FROM reading_read WHERE part_id = stories_partcounts.part_id)"
        )
    mark_everything()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def put_in(rows: list[ReadRow]) -> None:
    """Without a model's instance for each: filling should not be what takes the time."""
    table, names = Read._meta.db_table, "part_id, reader, day, reached, seconds, block"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({names}) VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            rows,
        )


def some_reads(dice: random.Random, parts: list[int], blocks: list[str], days: int) -> Iterator[ReadRow]:
    """Early parts more than late ones, most reads by guests, three in four to the end."""
    begin, number, last = today() - timedelta(days=days - 1), 0, len(blocks) - 1
    calendar = [(begin + timedelta(days=day)).isoformat() for day in range(days)]
    while True:
        number += 1
        part = parts[min(int(dice.random() ** 1.5 * len(parts)), len(parts) - 1)]
        day = calendar[int(dice.random() * days)]
        reader = f"a:{dice.randrange(ACCOUNTS) + 100}" if dice.random() < BY_ACCOUNTS else f"g:{number:016x}"
        reached = 1.0 if dice.random() < 0.74 else dice.random()
        block = blocks[min(int(reached * len(blocks)), last)]
        yield part, reader, day, reached, 60, block


def read_again(story: Story, parts: list[int]) -> None:
    """What a busy half minute leaves: two hundred parts were read today."""
    actions.mark_stale([(part, today()) for part in parts[:200]])
    Read.objects.bulk_create(
        [Read(part_id=part, reader=f"g:new{n}", day=today(), reached=1.0) for part in parts[:200] for n in range(5)]
    )


def pages(author: object, story: Story, parts: list[int], times: int) -> dict[str, float]:
    """Milliseconds, the middle of as many times, Django's whole way to an answer."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(author)  # type: ignore[arg-type]
    story_page, part_page = f"/write/story/{story.pk}/figures/", f"/write/part/{parts[0]}/figures/"
    asked = {"story, 28 days": f"{story_page}?days=28", "story, 90 days": f"{story_page}?days=90"}
    asked |= {"story, all": f"{story_page}?days=all", "part": part_page, "part, all": f"{part_page}?days=all"}
    asked |= {"days.csv": f"{story_page}days.csv", "desk": "/write/"}
    return {name: round(milliseconds(client, address, times), 1) for name, address in asked.items()}


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
    tables = [model._meta.db_table for model in (Read, PartDay, StoryDay, PartFigures, StoryFigures, Arrival, StaleDay)]
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
