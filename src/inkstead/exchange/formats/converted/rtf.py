"""Rich text files: written again for pandoc, without what their readers cannot see.

Characters that say themselves in Unicode lose their stand-ins for old programs here: pandoc drops a letter too many
after some of them.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from inkstead.exchange.formats.converted.rtf_words import (
    BLANK,
    BLIPS,
    BODY_TEXT,
    COLOURING,
    COLOURS,
    DROPPED,
    HEADING,
    INCH,
    KNOWN_STARRED,
    LINES,
    LISTED,
    LOOKS,
    NO_LINE,
    NUMBER,
    OTHER_SIDES,
    SHAPE,
    SIDES,
    TABLES,
    TOLD,
)
from inkstead.exchange.formats.converted.tidied import EMPTY_LINE, PICTURE, PICTURE_END, Tidied, told
from inkstead.exchange.formats.documents import RULE, TITLE, border_mark, is_line
from inkstead.exchange.formats.pictures import Pictures
from inkstead.lib.prose.limits import DEPTH_LIMIT
from inkstead.lib.prose.manuscript import PAGE_BREAK
from inkstead.lib.refusals import Refused

LIMIT = 24 * 1024 * 1024
TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\"
)


class _Look(NamedTuple):
    """What a paragraph looks like, as far as it says what the paragraph is."""

    level: int = BODY_TEXT
    sides: frozenset[str] = frozenset()
    title: bool = False


PLAIN = _Look()


@dataclass(slots=True)
class _Group:
    hidden: bool = False
    deleted: bool = False
    table: bool = False  # names of fonts and styles are no text
    picture: list[bytes] | None = None
    is_blip: bool = False
    fallback: int = 1
    look: _Look = PLAIN
    side: str = ""  # of the border that is being told
    style: int | None = None  # whose description this is


@dataclass(slots=True)
class _Tidier:
    data: bytes
    pictures: Pictures
    out: list[bytes] = field(default_factory=list)
    groups: list[_Group] = field(default_factory=lambda: [_Group()])
    counts: dict[str, int] = field(default_factory=dict)
    skipping: int = 0  # the depth of a group that is dropped
    fallback: int = 0  # characters still to come that stand in for one that was said
    filled: bool = True
    lined: bool = False  # by a shape that is only a line
    shape: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    looks: dict[int, _Look] = field(default_factory=dict)  # by the number of the style
    listed: list[int] = field(default_factory=list)  # where the paragraph was said to stand in a list
    colours: frozenset[int] = frozenset()  # numbers of those that are not black or white
    starred: bool = False
    comment: bool = False

    def tidy(self) -> bytes:
        at = 0
        while (found := TOKEN.match(self.data, at)) is not None:
            at = found.end()
            word, number = found[1], found[2]
            if word == b"bin" and number:
                at += max(0, int(number))
            elif found[5]:
                self._brace(found[5])
            elif self.skipping:
                continue
            elif word:
                # A line break may have kept the word apart from what follows, and line breaks are not written.
                self._control(word, int(number) if number else None, found[0].rstrip(b" ") + b" ")
            elif found[3]:
                self._letters(found[0], 1)
            elif found[4]:
                self._symbol(found[4], found[0])
            elif found[6]:
                self._plain(found[6])
        return b"".join(self.out) + b"}" * (len(self.groups) - 1)

    def _brace(self, brace: bytes) -> None:
        self.fallback = 0
        if brace == b"{":
            top = self.groups[-1]
            self.groups.append(_Group(top.hidden, top.deleted, top.table, None, False, top.fallback, top.look))
            if len(self.groups) > DEPTH_LIMIT:
                raise Refused(f"This rich text file is nested deeper than {DEPTH_LIMIT} levels.", code="too_deep")
        elif len(self.groups) > 1:
            done = self.groups.pop()
            if done.picture is not None and not self.skipping:
                self._picture(done)
            if done.style is not None and not self.skipping:
                self.looks[done.style] = done.look
        if not self.skipping:
            self.out.append(brace if brace == b"{" or len(self.groups) else b"")
        elif len(self.groups) < self.skipping:
            self.skipping = 0
            self.out.append(b"}")
        self.starred = False

    def _control(self, word: bytes, number: int | None, written: bytes) -> None:
        here, on = self.groups[-1], number != 0
        starred, self.starred = self.starred, False
        if word in DROPPED or (starred and word not in KNOWN_STARRED):
            if word in TOLD:
                self.counts[TOLD[word]] = self.counts.get(TOLD[word], 0) + 1
            self.skipping = len(self.groups)
            return
        if starred and word != b"footnote":  # pandoc writes it so, and does not read it so
            self.out.append(b"\\*")
        if word == b"u" and number is not None:
            self.fallback = 0
            self._letters(b"\\u%d\\'3f" % number, 1)
            self.fallback = here.fallback
        elif word == b"uc":
            here.fallback = number or 0
        elif word == b"v":
            here.hidden = on
        elif word == b"deleted":
            here.deleted = on
        elif word == b"pict":
            here.picture = []
        elif here.picture is not None:
            here.is_blip = here.is_blip or word in BLIPS
        elif word == b"page":
            self.out.append(b"\\par \\u%d\\'3f\\par " % _signed(PAGE_BREAK))
        elif word in (b"par", b"pard", b"sect"):
            self._paragraph(word, written)
        else:
            if word in COLOURING and number in self.colours and not here.table and here.look.level >= BODY_TEXT:
                self.counts["looks"] = 1
            if word == b"plain":
                here.hidden = here.deleted = False
            here.table = here.table or word in TABLES
            if word in LOOKS:
                self._look(here, word, number)
            if word in LISTED:
                if here.look.level < BODY_TEXT:
                    return
                self.listed.append(len(self.out))
            self.out.append(written)

    def _look(self, here: _Group, word: bytes, number: int | None) -> None:
        """A heading with a number stands in a list too; it is a heading all the same."""
        if word == b"s" and number is not None:
            if here.table:
                here.style = number
            else:
                self._look_is(here, self.looks.get(number, PLAIN))
        elif word == b"sbasedon" and here.style is not None and here.look == PLAIN:
            here.look = self.looks.get(number or 0, PLAIN)._replace(level=BODY_TEXT)
        elif word == b"outlinelevel":
            self._look_is(here, here.look._replace(level=BODY_TEXT if number is None else number))
        elif word in SIDES:
            here.side = SIDES[word]
        elif word in OTHER_SIDES:
            here.side = ""
        elif word == b"box":
            here.look = here.look._replace(sides=frozenset(SIDES.values()))
        elif word in LINES and here.side:
            sides = here.look.sides - {here.side} if word in NO_LINE else here.look.sides | {here.side}
            here.look = here.look._replace(sides=sides)
        elif word in SHAPE:
            self.shape[SHAPE[word]] = number or 0
            left, top, right, bottom = self.shape
            self.lined = word == b"shpbottom" and right - left >= INCH and is_line(right - left, bottom - top)

    @staticmethod
    def _named(here: _Group, name: bytes) -> None:
        """Some programs say only by the name of a style that it is one of headings."""
        found = HEADING.fullmatch(name)
        if found and here.look.level >= BODY_TEXT:
            here.look = here.look._replace(level=int(found[1]) - 1)
        elif name.strip(b" ;").lower() == b"title":
            here.look = _Look(title=True)

    def _look_is(self, here: _Group, look: _Look) -> None:
        here.look = look
        if look.level >= BODY_TEXT or here.table:
            return
        for at in self.listed:
            self.out[at] = b""
        self.listed = []
        self.out.append(b"\\outlinelevel%d " % look.level)

    def _paragraph(self, word: bytes, written: bytes) -> None:
        here = self.groups[-1]
        if word == b"pard":
            here.look, here.side, self.listed = PLAIN, "", []
        elif word == b"par":
            mark = border_mark(here.look.sides, filled=self.filled) if here.look.level >= BODY_TEXT else ""
            if self.filled and here.look.title:
                mark = TITLE
            elif not self.filled:
                mark = RULE if self.lined else mark or EMPTY_LINE
            if mark:
                self.out.append(b"\\u%d\\'3f" % _signed(mark))
            self.filled = self.lined = False
        self.out.append(written)

    def _symbol(self, symbol: bytes, written: bytes) -> None:
        if symbol == b"*":
            self.starred = True
        elif symbol in (b"\r", b"\n"):
            self._paragraph(b"par", b"\\par ")
        else:
            self._letters(written, 1)

    def _plain(self, text: bytes) -> None:
        picture = self.groups[-1].picture
        if picture is not None:
            picture.append(text)
            return
        left = text[self.fallback :]
        self.fallback = max(0, self.fallback - len(text))
        if left:
            self._letters(left, len(left.split()))

    def _letters(self, written: bytes, words: int) -> None:
        if self.fallback:
            self.fallback -= 1
            return
        here = self.groups[-1]
        if here.style is not None:
            self._named(here, written)
        if here.hidden or here.deleted:
            why = "deleted" if here.deleted else "hidden"
            self.counts[why] = self.counts.get(why, 0) + words
            return
        self.filled = self.filled or not (here.table or _is_blank(written))
        self.out.append(written)

    def _picture(self, group: _Group) -> None:
        if not group.is_blip or group.hidden or group.deleted:
            self.counts["pictures"] = self.counts.get("pictures", 0) + 1
            return
        try:
            data = binascii.unhexlify(b"".join(group.picture or []).replace(b" ", b""))
        except binascii.Error:
            return
        address = self.pictures.take(data, "picture")
        if address:
            self.filled = True
            word = address.rpartition("/")[2].encode()
            self.out.append(b"\\u%d\\'3f%b\\u%d\\'3f" % (_signed(PICTURE), word, _signed(PICTURE_END)))


def tidy_rtf(data: bytes) -> Tidied:
    if not data.lstrip()[:5].startswith(b"{\\rtf"):
        raise Refused("This is no rich text file.", code="unknown_format")
    if len(data) > LIMIT:
        raise Refused(f"This rich text file is larger than {LIMIT // 1024**2} MB.", code="too_long")
    pictures = Pictures()
    tidier = _Tidier(data, pictures, colours=_colours(data))
    written = tidier.tidy()
    return Tidied(written, pictures.kept, [*told(tidier.counts), *pictures.warnings])


def _signed(mark: str) -> int:
    return ord(mark) - 0x10000


def _is_blank(written: bytes) -> bool:
    return written in BLANK or not written.strip(b" \t\xa0")


def _colours(data: bytes) -> frozenset[int]:
    table = COLOURS.search(data)
    listed = table[1].split(b";") if table else []
    return frozenset(number for number, one in enumerate(listed) if _is_coloured(one))


def _is_coloured(entry: bytes) -> bool:
    return not set(NUMBER.findall(entry)) <= {b"0"} and set(NUMBER.findall(entry)) != {b"255"}
