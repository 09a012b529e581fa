"""`python -m bench.finding [--words N] PARTS [PARTS …]`: how long lists, searches and rankings take as a library grows.

Each size is a library of its own in a temporary folder (or in INKSTEAD_DATABASE_URL, which has to be empty), see
`finding_rows`. A table on stdout. Times are of the
processor on SQLite, where everything happens in this process, and of the clock on PostgreSQL.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

from bench.finding_rows import VOCABULARY, fill, uneven, word

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inkstead.settings")

ROUNDS = 30
PAGES = {
    "all stories": "/stories/?x=1",
    "a common tag": "/tag/t0/?x=1",
    "a rare tag": "/tag/t390/?x=1",
    "narrowed": "/search/?q=tag:t1+-tag:t2+status:complete",
    "a common word": "/search/?q=ba",
    "a rare word": "/search/?q=rare",
    "two words": "/search/?q=ba+be",
    "a phrase": "/search/?q=%22ba+be%22",
    "a word without another": "/search/?q=bi+-ba",
    "a beginning": "/search/?q=bab*",
    "words and a tag": "/search/?q=ba+tag:t390",
    "by title": "/search/?q=ba+sort:title",
    "a mistyped word": "/search/?q=storiy",
    "suggestions": "/search/suggest/?q=st",
    "the API": "/api/v1/stories?q=ba",
    "a ranking in a language": "/rankings/read/week/?language=en",
    "a ranking of a common tag": "/rankings/rising/week/?tag=t0",
    "a ranking of a rare tag": "/rankings/loved/all/?tag=t390",
    "where a story stands": "/rankings/story/1/",
}


def main(sizes: list[int], words: int) -> None:
    found = {size: in_a_process(size, words) for size in sizes}
    sys.stdout.write("| p95, ms | " + " | ".join(f"{size:,} parts" for size in sizes) + " | ratio |\n")
    sys.stdout.write("|---|" + "---|" * (len(sizes) + 1) + "\n")
    for what in found[sizes[0]]:
        row = [found[size][what] for size in sizes]
        ratio = row[-1] / row[0] if row[0] else 0.0
        sys.stdout.write(f"| {what} | " + " | ".join(f"{value:.1f}" for value in row) + f" | {ratio:.1f} |\n")


def in_a_process(size: int, words: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="inkstead-finding-") as folder:
        environment = {"INKSTEAD_DATABASE_URL": "", **os.environ, "INKSTEAD_DATA": folder}
        if not environment["INKSTEAD_DATABASE_URL"]:
            del environment["INKSTEAD_DATABASE_URL"]
        command = [sys.executable, "-m", "bench.finding", "--measure", str(size), str(words)]
        out = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout
    told: dict[str, float] = json.loads(out)
    return told


def measure(size: int, words: int) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from inkstead.stores.preparing import prepare_database

    settings.ALLOWED_HOSTS = ["*"]
    prepare_database()
    fill(size, words)
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
    told["adding a part"] = adding(clock)
    told["index, of the text"] = share()
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
    if sys.argv[1:2] == ["--measure"]:
        measure(int(sys.argv[2]), int(sys.argv[3]))
    else:
        given = sys.argv[1:]
        long = int(given[1]) if given[:1] == ["--words"] else 60
        main([int(size) for size in given[2 if given[:1] == ["--words"] else 0 :]] or [1_000, 100_000], long)
