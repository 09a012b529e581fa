"""Rows out of a MySQL dump, one after the other: the file is never in memory as a whole, and nothing of it is executed.

It reads what mysqldump and phpMyAdmin write: INSERT statements of one row or of many, with the columns named or in the
order of CREATE TABLE, strings with backslashes or doubled quotes, NULL, numbers and 0x… strings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import IO

from inkstead.lib.refusals import Refused

PIECE = 1024 * 1024
LONGEST = 64 * 1024 * 1024  # of one row
Row = dict[str, str | None]

INSERT = re.compile(
    rb"(?:INSERT|REPLACE)\s+(?:IGNORE\s+)?INTO\s+`?([\w$-]+)`?\s*(\([^()']*\))?\s*VALUES\s*", re.IGNORECASE
)
CREATE = re.compile(rb"CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?`?([\w$-]+)`?\s*\(", re.IGNORECASE)
COLUMN = re.compile(rb"^\s*`([^`]+)`\s", re.MULTILINE)
VALUE = re.compile(
    rb"\s*(?:_[a-z0-9]+\s*)?(?:'([^'\\]*+(?:(?:\\.|'')[^'\\]*+)*+)'|(NULL)|0x([0-9A-Fa-f]*)|([-+0-9.eE]+))\s*([,)])",
    re.DOTALL,
)
NEXT_ROW = re.compile(rb"\s*,\s*\(")
ESCAPE = re.compile(rb"\\(.)|''", re.DOTALL)
MEANT = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"0": b"\0", b"Z": b"\x1a", b"b": b"\b"}
# What UTF-8 looks like after it was taken for Windows-1252 once too often.
TWICE = re.compile("[ÃÂâ][\u0080-ÿ€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")


def rows_of(
    file: IO[bytes], tables: Collection[str], *, progress: Callable[[int], None] | None = None
) -> Iterator[tuple[str, Row]]:
    """Rows of those tables, whatever prefix their names have; values are texts, NULL is None."""
    window, known = Window(file, progress), {}
    while True:
        found = window.find_statement()
        if found is None:
            return
        create = CREATE.match(window.data, found)
        if create is not None:
            known[_plain(create[1])] = window.columns(create)
            continue
        insert = INSERT.match(window.data, found)
        if insert is None:
            window.start = found + 1
            continue
        name = _plain(insert[1])
        named = (
            [column.strip(b"` \t\r\n").decode("ascii", "replace") for column in insert[2][1:-1].split(b",")]
            if insert[2]
            else None
        )
        window.start = insert.end()
        for row in window.rows(named or known.get(name, [])):  # of any table: a text in it may look like a statement
            if name in tables:
                yield name, row


class Window:
    """A moving piece of the file; `start` is where reading stands in it."""

    def __init__(self, file: IO[bytes], progress: Callable[[int], None] | None) -> None:
        self.file, self.data, self.start, self.ended, self.read, self.progress = file, b"", 0, False, 0, progress

    def more(self) -> bool:
        piece = self.file.read(PIECE)
        if not piece:
            self.ended = True
            return False
        self.data, self.start = self.data[self.start :] + piece, 0
        self.read += len(piece)
        if self.progress is not None:
            self.progress(self.read)
        if len(self.data) > LONGEST:
            raise Refused(
                f"A row of this dump is longer than {LONGEST // 1024**2} MB, or the dump is damaged.", code="too_long"
            )
        return True

    def find_statement(self) -> int | None:
        """Where the next INSERT or CREATE TABLE begins. Only at the beginning of a line: texts may talk of them too."""
        while True:
            found = STATEMENT.search(self.data, self.start)
            # A head that is cut off at the end of the window is looked at again with more of the file.
            if found is not None and (len(self.data) - found.start() > 65_536 or self.ended):
                return found.start(1)
            if self.ended:
                return None
            if found is None:
                self.start = max(self.start, len(self.data) - 64)
            else:
                self.start = found.start()
            self.more()

    def columns(self, create: re.Match[bytes]) -> list[str]:
        end = self.data.find(b";", create.end())
        self.start = create.end()
        return [
            name.decode("ascii", "replace")
            for name in COLUMN.findall(self.data[create.end() : end if end > 0 else None])
        ]

    def rows(self, columns: list[str]) -> Iterator[Row]:
        """Behind VALUES: rows until the statement ends."""
        if not self._eat(b"("):
            return
        while True:
            values = self._values()
            if values is None:
                return  # the dump is cut off in this row
            names = columns if len(columns) == len(values) else [*columns, *(f"?{n}" for n in range(len(values)))]
            yield dict(zip(names, values, strict=False))
            if not self._next_row():
                return

    def _eat(self, byte: bytes) -> bool:
        while self.start >= len(self.data) and self.more():
            pass
        if self.data[self.start : self.start + 1] != byte:
            return False
        self.start += 1
        return True

    def _values(self) -> list[str | None] | None:
        while True:
            values, at = [], self.start
            while (found := VALUE.match(self.data, at)) is not None:
                values.append(_value(found))
                at = found.end()
                if found[5] == b")":
                    self.start = at
                    return values
            if not self.more():
                return None

    def _next_row(self) -> bool:
        if len(self.data) - self.start < 64:
            self.more()
        found = NEXT_ROW.match(self.data, self.start)
        if found is None:
            return False
        self.start = found.end()
        return True


STATEMENT = re.compile(rb"(?:\A|\n)[ \t]*((?:INSERT|REPLACE)\s+(?:IGNORE\s+)?INTO\s|CREATE\s+TABLE\s)", re.IGNORECASE)


def _plain(name: bytes) -> str:
    """Archives put a prefix of their own before the names of tables."""
    return name.decode("ascii", "replace").lower().rpartition("fanfiction_")[2]


def _value(found: re.Match[bytes]) -> str | None:
    if found[2] is not None:
        return None
    if found[4] is not None:
        return found[4].decode()
    raw = bytes.fromhex(found[3].decode()) if found[3] is not None else found[1]
    if found[1] is not None and (b"\\" in raw or b"''" in raw):
        raw = ESCAPE.sub(lambda match: b"'" if match[1] is None else MEANT.get(match[1], match[1]), raw)
    return decoded(raw)


def decoded(raw: bytes) -> str:
    """UTF-8, or Windows-1252 where it is no UTF-8; and UTF-8 that was taken for that and encoded again is put right."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace") if _fits(raw) else raw.decode("latin-1")
    if TWICE.search(text):
        try:
            return text.encode("cp1252").decode()
        except UnicodeError:
            return text
    return text


def _fits(raw: bytes) -> bool:
    return not any(byte in raw for byte in (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d"))
