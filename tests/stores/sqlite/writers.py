"""A process full of writers, for the tests of the writer lock: `python -m tests.stores.sqlite.writers DATABASE …`.

Each thread has a byte in a shared file that is 1 from the start of its BEGIN to the start of its COMMIT, as SQLite
reports them. Whoever finds another byte set while its own is has seen two writers at the door of SQLite.
"""

from __future__ import annotations

import mmap
import sys
import threading
import time
from pathlib import Path

import django
from django.conf import settings
from django.db import connection, transaction

TABLE = "CREATE TABLE IF NOT EXISTS entry (id INTEGER PRIMARY KEY AUTOINCREMENT, writer TEXT, number INTEGER)"


def configure(database: Path, *, locked: bool = True, timeout: float = 30) -> None:
    if not settings.configured:
        options = {"_writer_lock": locked, "writer_timeout": timeout}
        engine = {"ENGINE": "inkstead.stores.sqlite", "NAME": str(database), "OPTIONS": options}
        settings.configure(DATABASES={"default": engine}, USE_TZ=True)
        django.setup()


class Witness:
    def __init__(self, path: Path, slot: int) -> None:
        file = path.open("r+b")
        self.inside = mmap.mmap(file.fileno(), 0)
        self.slot = slot
        self.overlaps = 0

    def see(self, statement: str) -> None:
        if statement.startswith("BEGIN"):
            self.inside[self.slot] = 1
            time.sleep(0.0001)
            self.overlaps += self.inside[:].count(1) > 1
        elif statement.startswith("COMMIT"):
            self.inside[self.slot] = 0


def write_rows(witness: Witness, name: str, rows: int, waits: list[float]) -> None:
    connection.ensure_connection()
    connection.connection.set_trace_callback(witness.see)
    for number in range(rows):
        started = time.perf_counter()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO entry (writer, number) VALUES (%s, %s)", [name, number])
        waits.append(time.perf_counter() - started)
    connection.close()


def main(database: str, inside: str, first_slot: str, threads: str, rows: str, locked: str) -> None:
    configure(Path(database), locked=locked == "locked")
    waits: list[float] = []
    witnesses = [Witness(Path(inside), int(first_slot) + n) for n in range(int(threads))]
    running = [
        threading.Thread(target=write_rows, args=(witness, f"{first_slot}.{n}", int(rows), waits))
        for n, witness in enumerate(witnesses)
    ]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    sys.stdout.write(f"{sum(witness.overlaps for witness in witnesses)} {len(waits)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
