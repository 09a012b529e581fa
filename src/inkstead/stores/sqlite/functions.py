"""What SQLite is taught in every connection."""

from __future__ import annotations

import sqlite3
import zlib

from inkstead.lib.words import with_prefixes


def teach(connection: sqlite3.Connection) -> None:
    """Both are called by the triggers that keep the search tables."""
    connection.create_function("unpacked", 1, _unpacked, deterministic=True)
    connection.create_function("with_prefixes", 1, with_prefixes, deterministic=True)


def _unpacked(packed: bytes) -> str:
    return zlib.decompress(packed).decode()
