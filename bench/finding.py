"""`python -m bench.finding [--words N] [--keep FOLDER] PARTS …`: lists, searches and rankings as a library grows.

Each size is a library of its own, see `finding_rows`: in a temporary folder, or, where INKSTEAD_DATABASE_URL names a
PostgreSQL server, in a database of its own there. With `--keep` it stays, and the next run measures the same one. A
table on stdout. Times are of the processor on SQLite, where everything happens in this process, and of the clock on
PostgreSQL.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bench.finding_rows import VOCABULARY, fill, uneven, word

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inkstead.settings")

ROUNDS = 30
PAGES = {
    "all stories": "/stories/?x=1",
    "a common tag": "/tag/t0/?x=1",
    "a rare tag": "/tag/t390/?x=1",
    "narrowed": "/search/?q=tag:t1+-tag:t2+status:complete",
    "a common word": "/search/?q=ba",
    "a rare word": "/search/?q=quartz",
    "two words": "/search/?q=ba+be",
    "a phrase": "/search/?q=%22ba+be%22",
    "a word without another": "/search/?q=be+-bu",
    "a word without the commonest": "/search/?q=bi+-ba",
    "a beginning": "/search/?q=bab*",
    "words and a tag": "/search/?q=ba+tag:t390",
    "by title": "/search/?q=ba+sort:title",
    "a mistyped word": "/search/?q=storiy",
    "suggested stories": "/search/suggest/?q=st",
    "suggested tags": "/search/suggest/?q=t1",
    "suggested writers": "/search/suggest/?q=wr",
    "the API": "/api/v1/stories?q=ba",
    "a ranking in a language": "/rankings/read/week/?language=en",
    "a ranking of a common tag": "/rankings/rising/week/?tag=t0",
    "a ranking of a rare tag": "/rankings/loved/all/?tag=t390",
    "where a story stands": "/rankings/story/1/",
}


def main(sizes: list[int], words: int, keep: Path | None) -> None:
    found = {size: in_a_process(size, words, keep) for size in sizes}
    sys.stdout.write("| p95, ms | " + " | ".join(f"{size:,} parts" for size in sizes) + " | ratio |\n")
    sys.stdout.write("|---|" + "---|" * (len(sizes) + 1) + "\n")
    for what in found[sizes[0]]:
        row = [found[size][what] for size in sizes]
        ratio = row[-1] / row[0] if row[0] else 0.0
        sys.stdout.write(f"| {what} | " + " | ".join(f"{value:.{1 if value > 5 else 2}f}" for value in row))
        sys.stdout.write(f" | {ratio:.1f} |\n")


def in_a_process(size: int, words: int, keep: Path | None) -> dict[str, float]:
    with place(f"inkstead_finding_{size}_{words}", keep) as settings:
        command = [sys.executable, "-m", "bench.finding", "--measure", str(size), "--words", str(words)]
        out = subprocess.run(command, env={**os.environ, **settings}, stdout=subprocess.PIPE, check=True).stdout
    told: dict[str, float] = json.loads(out)
    return told


@contextmanager
def place(name: str, keep: Path | None) -> Iterator[dict[str, str]]:
    """Settings of a folder, and of a database on PostgreSQL; both are gone afterwards unless they are to be kept."""
    server = os.environ.get("INKSTEAD_DATABASE_URL", "")
    with tempfile.TemporaryDirectory(prefix="inkstead-finding-") as temporary:
        folder = keep / (f"{name}_postgres" if server else name) if keep else Path(temporary)
        if not server:
            yield {"INKSTEAD_DATA": str(folder)}
            return
        with psycopg.connect(server, autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                connection.execute(f'CREATE DATABASE "{name}"')
        yield {"INKSTEAD_DATA": str(folder), "INKSTEAD_DATABASE_URL": f"{server.rpartition('/')[0]}/{name}"}
        if keep is None:
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE "{name}"')


def measure(size: int, words: int) -> None:
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    import inkstead.wsgi  # noqa: F401 - sets up Django, and the garbage collector as a server has it
    from inkstead.rankings.models import Ledger
    from inkstead.stores.preparing import prepare_database
    from inkstead.stories.models import Part

    settings.ALLOWED_HOSTS = ["*"]
    prepare_database()
    if not Part.objects.exists():
        fill(size, words)
    if not Ledger.objects.exists():
        made_anew(time.perf_counter)
    ranking = made_anew(time.perf_counter)
    clock: Callable[[], float] = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client()
    told: dict[str, float] = {}
    for what, path in PAGES.items():
        times = []
        for _ in range(ROUNDS + 3):
            start = clock()
            assert client.get(path).status_code == 200, path
            times.append((clock() - start) * 1000)
        told[what] = sorted(times[3:])[int(ROUNDS * 0.95) - 1]
    told["index, of the text"] = share()
    told["adding a part"] = adding(clock)
    told |= ranking
    sys.stdout.write(json.dumps(told))


def made_anew(clock: Callable[[], float]) -> dict[str, float]:
    """Seconds for all rankings of the library, and for its first snapshot."""
    from inkstead.rankings import snapshots, standing, weighing

    start = clock()
    weighing.close_days()
    standing.make_standings()
    made = clock()
    snapshots.make_snapshot()
    return {"all rankings, s": made - start, "a day's file, s": clock() - made}


def adding(clock: Callable[[], float]) -> float:
    """A part of 2,000 words, taken out and brought in again."""
    from inkstead.discovery.actions import index_part
    from inkstead.discovery.models import IndexedPart
    from inkstead.stories.models import Part, Revision

    dice = random.Random(7)
    words = uneven(dice, VOCABULARY)
    times = []
    for part in Part.objects.order_by("?")[:20]:
        text = " ".join(word(at) for at in words(2_000))
        Revision.objects.filter(pk=part.live_id).update(full_text=text)
        IndexedPart.objects.filter(pk=part.pk).delete()
        start = clock()
        index_part(part.pk)
        times.append((clock() - start) * 1000)
    return sorted(times)[-2]


def share() -> float:
    """Bytes that search takes beside the texts, for each byte of them."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT SUM(LENGTH(full_text)) FROM stories_revision")
        text = cursor.fetchone()[0]
        if connection.vendor == "sqlite":
            cursor.execute("SELECT SUM(pgsize) FROM dbstat WHERE name LIKE 'discovery%'")
        else:
            cursor.execute(
                "SELECT pg_total_relation_size('discovery_indexedpart')"
                " + pg_total_relation_size('discovery_indexedstory')"
            )
        return float(cursor.fetchone()[0]) / float(text)


if __name__ == "__main__":
    given = argparse.ArgumentParser(prog="python -m bench.finding")
    given.add_argument("sizes", nargs="*", type=int, default=[1_000, 100_000], metavar="PARTS")
    given.add_argument("--words", type=int, default=60, help="of each part")
    given.add_argument("--keep", type=Path, metavar="FOLDER")
    given.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    asked = given.parse_args()
    if asked.measure:
        measure(asked.measure, asked.words)
    else:
        main(asked.sizes, asked.words, asked.keep)
