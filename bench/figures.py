"""`python -m bench figures --reads 10000000`: what figures cost on a long story with very many reads.

A data folder is filled with one story of a thousand parts (seeded, straight into the tables), everything is added up
once, and then the pages are asked for. `INKSTEAD_BENCH_DATABASE_URL` names an empty PostgreSQL database to do it there.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.rows import Row

ROOT = Path(__file__).resolve().parents[1]
FLOOR = 100.0  # milliseconds
READS, PARTS, DAYS = 200_000, 1_000, 365


_asked = [READS]


def asked_for(reads: int) -> None:
    _asked[0] = reads


def of_a_long_story(rounds: int, seconds: int) -> Row:
    """Seconds mean nothing here: each page is asked for `rounds` times ten."""
    reads = _asked[0]
    folder = Path(tempfile.mkdtemp(prefix="inkstead-figures-"))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("INKSTEAD_")}
    url = os.environ.get("INKSTEAD_BENCH_DATABASE_URL")
    environment = kept | {
        "INKSTEAD_DATA": str(folder),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        **({"INKSTEAD_DATABASE_URL": url} if url else {}),
    }
    try:
        command = [sys.executable, "-m", "bench.long_story", str(reads), str(PARTS), str(DAYS), str(rounds * 10)]
        out = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    told = json.loads(out.splitlines()[-1])
    slowest = max(told["pages"].values())
    words = "; ".join(f"{name} {value}" for name, value in told.items())
    what = f"figures, {PARTS:,} parts, {reads:,} reads"
    return Row(what, "-", f"{slowest:.0f} ms", f"{FLOOR:.0f} ms", slowest < FLOOR, words)
