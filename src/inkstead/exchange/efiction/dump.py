"""Rows out of a MySQL dump, one after the other: the file is never in memory as a whole, and nothing of it is executed.

It reads what mysqldump and phpMyAdmin write: INSERT statements of one row or of many, with the columns named or in the
order of CREATE TABLE, strings with backslashes or doubled quotes, NULL, numbers and 0x… strings. Rows of a table whose
columns nobody names are refused: which value is the text and which the title would be a guess.
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
# What a list of columns is made of: texts and comments, in which commas mean nothing, then what divides and encloses.
TOKEN = re.compile(
    rb"'(?:[^'\\]|\\.|'')*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`|/\*.*?\*/|(?:--|#)[^\n]*|[(),]|[^'\"`(),/#-]+|.", re.DOTALL
)
COLUMN = re.compile(rb"\s*(?:`([^`]+)`|([\w$]+))\s")
NO_COLUMN = {b"primary", b"key", b"index", b"unique", b"fulltext", b"spatial", b"constraint", b"foreign", b"check"}
DUMPED, COMPLETED = re.compile(rb"-- (?:MySQL|MariaDB) dump"), b"-- Dump completed"
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
    file: IO[bytes],
    tables: Collection[str],
    *,
    progress: Callable[[int], None] | None = None,
    cut_off: Callable[[str], None] | None = None,
) -> Iterator[tuple[str, Row]]:
    """Rows of those tables, whatever prefix their names have; values are texts, NULL is None. `cut_off` is told when
    the dump is not there to its end: in which table it broke off, or nothing if that was between two."""
    window, known, table = Window(file, progress), dict[str, list[str]](), b""
    while True:
        found = window.find_statement()
        if found is None:
            break
        create = CREATE.match(window.data, found)
        if create is not None:
            table = create[1]
            known[_plain(table)] = window.columns(create)
            if window.broke_off:
                break
            continue
        insert = INSERT.match(window.data, found)
        if insert is None:
            window.start = found + 1
            if window.ended and b";" not in window.data[found:]:
                window.broke_off, table = True, b""
                break
            continue
        table = insert[1]
        name = _plain(table)
        window.start = insert.end()
        columns = _listed(insert[2] or b"") or known.get(name, [])
        for values in window.rows():  # of any table: a text in it may look like a statement
            if name in tables:
                yield name, _row(table, columns, values)
        if window.broke_off:
            break
    if cut_off is not None and (window.broke_off or window.lacks_its_end):
        cut_off(_said(table) if window.broke_off else "")


def _listed(columns: bytes) -> list[str]:
    return [one.strip(b"` \t\r\n").decode("ascii", "replace") for one in columns[1:-1].split(b",") if one.strip()]


def _row(table: bytes, columns: list[str], values: list[str | None]) -> Row:
    if not columns:
        raise Refused(
            f"The dump does not name the columns of the table “{_said(table)}”. Make it again with its CREATE TABLE "
            "statements, or with the columns in every INSERT (mysqldump --complete-insert).",
            code="unknown_format",
        )
    if len(columns) != len(values):
        raise Refused(
            f"A row of the table “{_said(table)}” has {len(values)} values, and the dump names {len(columns)} columns: "
            "it is damaged, or put together from two.",
            code="unknown_format",
        )
    return dict(zip(columns, values, strict=True))


def _said(table: bytes) -> str:
    return table.decode("ascii", "replace")[:64]


class Window:
    """A moving piece of the file; `start` is where reading stands in it."""

    def __init__(self, file: IO[bytes], progress: Callable[[int], None] | None) -> None:
        self.file, self.data, self.start, self.ended, self.read, self.progress = file, b"", 0, False, 0, progress
        self.between = self.broke_off = False  # `start` is where a statement ended; one had no end
        self._dumped = False

    def more(self) -> bool:
        piece = self.file.read(PIECE)
        if not piece:
            self.ended = True
            return False
        self._dumped = self._dumped or (self.read == 0 and DUMPED.search(piece[:4096]) is not None)
        self.data, self.start = self.data[self.start :] + piece, 0
        self.read += len(piece)
        if self.progress is not None:
            self.progress(self.read)
        if len(self.data) > LONGEST:
            raise Refused(
                f"A row of this dump is longer than {LONGEST // 1024**2} MB, or the dump is damaged.", code="too_long"
            )
        return True

    @property
    def lacks_its_end(self) -> bool:
        """mysqldump says first who it is and last that it is done."""
        return self._dumped and COMPLETED not in self.data[-4096:]

    def find_statement(self) -> int | None:
        """Where the next INSERT or CREATE TABLE begins. Only at the beginning of a line, or right behind another: texts
        may talk of them too."""
        if self.between:
            self.between = False
            while len(self.data) - self.start < 65_536 and self.more():
                pass
            found = NEXT_STATEMENT.match(self.data, self.start)
            if found is not None:
                return found.start(1)
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
        """However it is written: a column on every line, or all on one."""
        depth, began, found, at = 1, create.end(), [], create.end()
        while depth and (token := TOKEN.match(self.data, at)) is not None:
            at, depth = token.end(), depth + {b"(": 1, b")": -1}.get(token[0], 0)
            if depth == 0 or (depth == 1 and token[0] == b","):
                found.append(self.data[began : token.start()])
                began = at
        self.start, self.between, self.broke_off = at, True, depth > 0
        named = [COLUMN.match(COMMENT.sub(b" ", one)) for one in found]
        return [
            (one[1] or one[2]).decode("ascii", "replace")
            for one in named
            if one is not None and (one[1] or one[2].lower() not in NO_COLUMN)
        ]

    def rows(self) -> Iterator[list[str | None]]:
        """Behind VALUES: the values of each row until the statement ends."""
        if not self._eat(b"("):
            self.broke_off = self.start >= len(self.data)
            return
        while True:
            values = self._values()
            if values is None:
                self.broke_off = True
                return
            yield values
            if not self._next_row():
                self.between, self.broke_off = True, self._goes_on()
                return

    def _goes_on(self) -> bool:
        """Whether there should be more behind a row than there is."""
        while not (rest := self.data[self.start : self.start + 64].strip()) and self.more():
            pass
        return rest[:1] in (b"", b",")

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
        while len(self.data) - self.start < 64 and self.more():
            pass
        found = NEXT_ROW.match(self.data, self.start)
        if found is None:
            return False
        self.start = found.end()
        return True


BEGINNING = rb"((?:INSERT|REPLACE)\s+(?:IGNORE\s+)?INTO\s|CREATE\s+TABLE\s)"
STATEMENT = re.compile(rb"(?:\A|\n)[ \t]*" + BEGINNING, re.IGNORECASE)
NEXT_STATEMENT = re.compile(rb"(?:[^;'\"\n]|'[^'\\\n]*'){0,500};[ \t\r\n]*" + BEGINNING, re.IGNORECASE)
COMMENT = re.compile(rb"/\*.*?\*/|(?:--|#)[^\n]*", re.DOTALL)


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
