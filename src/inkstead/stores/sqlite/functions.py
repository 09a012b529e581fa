"""What SQLite is taught in every connection."""

from __future__ import annotations

import sqlite3
import zlib


def teach(connection: sqlite3.Connection) -> None:
    """`unpacked` is called by the triggers that keep the search tables."""
    connection.create_function("unpacked", 1, _unpacked, deterministic=True)


def _unpacked(packed: bytes) -> str:
    return zlib.decompress(packed).decode()
