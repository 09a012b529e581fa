"""Everything as data, for programs: the texts as stored, with the ids of their blocks."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from inkstead.exchange.book import Book

VERSION = 1


def write_json(book: Book) -> bytes:
    known = asdict(book)
    del known["cover"], known["images"]
    told: dict[str, Any] = {"format": "inkstead-story", "version": VERSION, **known}
    return (json.dumps(told, ensure_ascii=False, indent=1, default=_moment) + "\n").encode()


def _moment(value: object) -> str:
    assert isinstance(value, datetime)
    return value.isoformat()
