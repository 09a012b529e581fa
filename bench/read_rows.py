"""Reads by the million, straight into their table: visits of readers who go on from part to part, day after day.

Rows come in the order in which a site gets them, a day's by part and reader. In a random order over all days the index
of a table that is larger than the store's memory is written page by page for every row.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from django.db import connection, transaction

from inkstead.reading.models import Read

ReadRow = tuple[int, str, date, float, int, str]  # part, reader, day, reached, seconds, block
ACCOUNTS = 20_000
BY_ACCOUNTS = 0.3  # of the visits
GOING_ON = 0.8  # to the next part; five parts a visit
BATCH = 50_000
COLUMNS = "part_id, reader, day, reached, seconds, block"


def reads_of_a_day(
    dice: random.Random, day: date, number: int, parts: Sequence[int], blocks: Sequence[str]
) -> list[ReadRow]:
    """Early parts more than late ones, most by guests, three in four to the end. Each reader and part once."""
    found: set[tuple[int, str]] = set()
    visit = 0
    while len(found) < number:
        visit += 1
        by_account = dice.random() < BY_ACCOUNTS
        reader = f"a:{int(dice.random() * ACCOUNTS) + 100}" if by_account else f"g:{day:%y%m%d}{visit:010x}"
        at = int(dice.random() ** 1.5 * len(parts))
        found.add((parts[at], reader))
        while dice.random() < GOING_ON and len(found) < number and at + 1 < len(parts):
            at += 1
            found.add((parts[at], reader))
    return [_row(dice, part, reader, day, blocks) for part, reader in sorted(found)]


def _row(dice: random.Random, part: int, reader: str, day: date, blocks: Sequence[str]) -> ReadRow:
    reached = 1.0 if dice.random() < 0.74 else dice.random()
    return part, reader, day, reached, 60, blocks[min(int(reached * len(blocks)), len(blocks) - 1)]


def put_in(rows: Iterator[ReadRow]) -> None:
    """Without a model's instance for each: filling should not be what takes the time."""
    while batch := list(islice(rows, BATCH)):
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {Read._meta.db_table} ({COLUMNS}) FROM STDIN") as copy:
                    for row in batch:
                        copy.write_row(row)
            else:
                values = [(part, reader, f"{day}", *rest) for part, reader, day, *rest in batch]
                insert = f"INSERT INTO {Read._meta.db_table} ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"
                connection.connection.executemany(insert, values)
