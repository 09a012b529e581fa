"""A data folder in which a first command has made the tables: once for this version of the program, then copied.

Making them takes six seconds of a core, which every server of a test and every process of the suite would spend. How it
goes in a new folder is tested with the command line.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "build" / "prepared"
DATABASE = "inkstead.sqlite3"


def prepare(data: Path) -> None:
    """What a first command leaves behind, in a folder that is new or empty. Its keys are its own, made when needed."""
    data.mkdir(parents=True, exist_ok=True)
    copy_database(data / DATABASE)


def copy_database(to: Path) -> None:
    shutil.copy(_folder() / DATABASE, to)


@cache
def _folder() -> Path:
    folder = KEPT / _version()
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # processes of pytest-xdist begin together
        if not folder.is_dir():
            for old in KEPT.iterdir():
                if old.is_dir():
                    shutil.rmtree(old)
            _make(folder)
    return folder


def _make(folder: Path) -> None:
    new = folder.with_suffix(".new")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("INKSTEAD_")}
    command = [sys.executable, "-m", "inkstead.cli", "recount"]
    subprocess.run(command, env=kept | {"INKSTEAD_DATA": str(new)}, check=True, capture_output=True)
    new.rename(folder)


def _version() -> str:
    """Of everything that decides how the tables look: our code and the libraries."""
    found = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for file in sorted((ROOT / "src" / "inkstead").rglob("*.py")):
        found.update(file.read_bytes())
    return found.hexdigest()[:16]
