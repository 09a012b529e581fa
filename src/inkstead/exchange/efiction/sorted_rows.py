"""The rows of a dump, sorted in a file of its own so that a story finds its chapters and reviews without memory."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from inkstead.exchange.efiction.dump import Row, rows_of
from inkstead.lib.refusals import Refused

# By which column each table is looked up; the small ones are read whole.
KEYS = {
    "stories": "sid",
    "chapters": "sid",
    "reviews": "item",
    "authors": "uid",
    "series": "seriesid",
    "inseries": "seriesid",
    "coauthors": "sid",
    "categories": "catid",
    "characters": "charid",
    "classes": "class_id",
    "classtypes": "classtype_id",
    "ratings": "rid",
    "settings": "sitekey",
}
# Without these a row cannot be what it is; everything else may be missing in an older version.
NEEDED = {
    "stories": ("sid", "title", "uid"),
    "chapters": ("chapid", "sid", "uid"),
    "reviews": ("reviewid", "item", "review"),
    "authors": ("uid", "penname"),
}
BATCH = 2_000


class SortedRows:
    def __init__(self, path: Path) -> None:
        self._store = sqlite3.connect(path)
        self._store.execute("PRAGMA synchronous = OFF")
        self._store.execute("CREATE TABLE row (kind TEXT, key TEXT, told TEXT)")
        self.cut_off: str | None = None  # the table in which the dump breaks off; empty when it is between two

    def fill(self, file: IO[bytes], progress: Callable[[int], None] | None = None) -> None:
        waiting: list[tuple[str, str, str]] = []
        seen: set[str] = set()
        for kind, row in rows_of(file, KEYS, progress=progress, cut_off=self._note_end):
            if kind not in seen:
                _must_have(kind, row)
                seen.add(kind)
            waiting.append((kind, row.get(KEYS[kind]) or "", json.dumps(row)))
            if len(waiting) >= BATCH:
                self._put(waiting)
        self._put(waiting)
        self._store.execute("CREATE INDEX by_key ON row (kind, key)")
        self._store.commit()

    def _note_end(self, table: str) -> None:
        self.cut_off = table

    def _put(self, waiting: list[tuple[str, str, str]]) -> None:
        self._store.executemany("INSERT INTO row VALUES (?, ?, ?)", waiting)
        waiting.clear()

    def all(self, kind: str) -> Iterator[Row]:
        for (told,) in self._store.execute("SELECT told FROM row WHERE kind = ? ORDER BY rowid", [kind]):
            yield json.loads(told)

    def of(self, kind: str, key: str) -> list[Row]:
        found = self._store.execute("SELECT told FROM row WHERE kind = ? AND key = ? ORDER BY rowid", [kind, key])
        return [json.loads(told) for (told,) in found]

    def count(self, kind: str) -> int:
        return int(self._store.execute("SELECT count(*) FROM row WHERE kind = ?", [kind]).fetchone()[0])

    def keys(self, kind: str) -> list[str]:
        found = self._store.execute("SELECT DISTINCT key FROM row WHERE kind = ?", [kind])
        return sorted((key for (key,) in found), key=lambda key: (len(key), key))

    def close(self) -> None:
        self._store.close()


def _must_have(kind: str, row: Row) -> None:
    lacking = [name for name in NEEDED.get(kind, (KEYS[kind],)) if name not in row]
    if lacking:
        raise Refused(
            f"The table “{kind}” of this dump has no column “{lacking[0]}”, so it is none of eFiction 3.",
            code="unknown_format",
        )
