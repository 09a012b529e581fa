"""Rich text files: written again for pandoc, without what their readers cannot see.

Characters that say themselves in Unicode lose their stand-ins for old programs here: pandoc drops a letter too many
after some of them.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, field

from inkstead.exchange.formats.converted.tidied import EMPTY_LINE, PICTURE, PICTURE_END, Tidied, told
from inkstead.exchange.formats.pictures import Pictures
from inkstead.lib.prose.limits import DEPTH_LIMIT
from inkstead.lib.prose.manuscript import PAGE_BREAK
from inkstead.lib.refusals import Refused

LIMIT = 24 * 1024 * 1024
TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\"
)
# Groups that hold no text of the story. Those marked with \* are dropped too unless they are known to.
DROPPED = frozenset({
    b"info", b"annotation", b"atnid", b"atnauthor", b"atntime", b"atndate", b"atnref", b"atnparent", b"atrfstart",
    b"atrfend", b"revtbl", b"userprops", b"xmlnstbl", b"doccomm", b"object", b"objdata", b"template", b"header",
    b"headerl", b"headerr", b"headerf", b"footer", b"footerl", b"footerr", b"footerf", b"datafield", b"themedata",
    b"colorschememapping", b"latentstyles", b"datastore", b"generator", b"rsidtbl", b"mmathPr", b"private", b"pgptbl",
    b"filetbl", b"nonshppict", b"bkmkstart", b"bkmkend", b"xe", b"tc", b"sn", b"sp", b"picprop", b"blipuid",
})  # fmt: skip
KNOWN_STARRED = frozenset(
    {b"listtable", b"listoverridetable", b"fldinst", b"shppict", b"shpinst", b"footnote", b"cs", b"ts"}
)
TABLES = frozenset({b"fonttbl", b"colortbl", b"stylesheet", b"listtable", b"listoverridetable", b"fldinst"})
BLIPS = frozenset({b"pngblip", b"jpegblip"})


@dataclass(slots=True)
class _Group:
    hidden: bool = False
    deleted: bool = False
    table: bool = False  # names of fonts and styles are no text
    picture: list[bytes] | None = None
    is_blip: bool = False
    fallback: int = 1


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
                self._control(word, int(number) if number else None, found[0])
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
            self.groups.append(_Group(top.hidden, top.deleted, top.table, None, False, top.fallback))
            if len(self.groups) > DEPTH_LIMIT:
                raise Refused(f"This rich text file is nested deeper than {DEPTH_LIMIT} levels.", code="too_deep")
        elif len(self.groups) > 1:
            done = self.groups.pop()
            if done.picture is not None and not self.skipping:
                self._picture(done)
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
            if word == b"annotation":
                self.counts["comments"] = self.counts.get("comments", 0) + 1
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
            if word == b"plain":
                here.hidden = here.deleted = False
            here.table = here.table or word in TABLES
            self.out.append(written)

    def _paragraph(self, word: bytes, written: bytes) -> None:
        if word == b"par":
            if not self.filled:
                self.out.append(b"\\u%d\\'3f" % _signed(EMPTY_LINE))
            self.filled = False
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
        if here.hidden or here.deleted:
            why = "deleted" if here.deleted else "hidden"
            self.counts[why] = self.counts.get(why, 0) + words
            return
        self.filled = self.filled or not here.table
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
    tidier = _Tidier(data, pictures)
    written = tidier.tidy()
    return Tidied(written, pictures.kept, [*told(tidier.counts), *pictures.warnings])


def _signed(mark: str) -> int:
    return ord(mark) - 0x10000
