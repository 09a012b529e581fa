"""How long writers wait, with and without the writer lock: `python -m bench.writer_lock [FOLDER]`.

Every writer commits single rows as fast as it can. The figures in docs/developers/stores.md come from here.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.stores.sqlite.writers import TABLE, configure


def writer(database: str, mode: str, threads: str, seconds: str) -> None:
    configure(Path(database), locked=mode == "locked", timeout=60)
    from django.db import connection, transaction

    end = time.time() + float(seconds)
    waits: list[float] = []

    def write() -> None:
        while time.time() < end:
            started = time.perf_counter()
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("INSERT INTO entry (writer, number) VALUES ('w', 1)")
            waits.append(time.perf_counter() - started)
        connection.close()

    running = [threading.Thread(target=write) for _ in range(int(threads))]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    print(*waits)


def measure(folder: Path, mode: str, processes: int, threads: int, seconds: float) -> None:
    database = folder / f"{mode}-{processes}-{threads}.sqlite3"
    command = [sys.executable, "-m", "bench.writer_lock", str(database), mode]
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(TABLE)
    running = [
        subprocess.Popen([*command, str(threads), str(seconds)], stdout=subprocess.PIPE, text=True)
        for _ in range(processes)
    ]
    per_process = [sorted(map(float, one.communicate()[0].split())) for one in running]
    waits = sorted(wait for waits in per_process for wait in waits)
    share = min(map(len, per_process)) / max(map(len, per_process))
    at = {name: waits[int(len(waits) * part)] * 1000 for name, part in (("p50", 0.5), ("p99", 0.99), ("p99.9", 0.999))}
    figures = "  ".join(f"{name} {value:7.2f} ms" for name, value in at.items())
    print(
        f"{processes} x {threads} {mode:<8}  {figures}  longest {waits[-1] * 1000:8.1f} ms"
        f"  {len(waits) / seconds:6.0f}/s  least busy process has {share:.2f} of the busiest"
    )


def main(folder: Path) -> None:
    for processes, threads in ((1, 1), (1, 8), (2, 4), (4, 2)):
        for mode in ("locked", "unlocked"):
            measure(folder, mode, processes, threads, 4)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        writer(*sys.argv[1:])
    else:
        with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as temporary:
            main(Path(temporary))
