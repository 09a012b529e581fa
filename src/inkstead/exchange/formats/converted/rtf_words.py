"""The words of rich text files that say more than a look."""

from __future__ import annotations

import re

# Groups that hold no text of the story. Those marked with \* are dropped too unless they are known to.
DROPPED = frozenset({
    b"info", b"annotation", b"atnid", b"atnauthor", b"atntime", b"atndate", b"atnref", b"atnparent", b"atrfstart",
    b"atrfend", b"revtbl", b"userprops", b"xmlnstbl", b"doccomm", b"object", b"objdata", b"template", b"header",
    b"headerl", b"headerr", b"headerf", b"footer", b"footerl", b"footerr", b"footerf", b"datafield", b"themedata",
    b"colorschememapping", b"latentstyles", b"datastore", b"generator", b"rsidtbl", b"mmathPr", b"private", b"pgptbl",
    b"filetbl", b"listtext", b"pntext", b"nonshppict", b"bkmkstart", b"bkmkend", b"xe", b"tc", b"sn", b"sp", b"picprop",
    b"blipuid",
})  # fmt: skip
KNOWN_STARRED = frozenset(
    {b"listtable", b"listoverridetable", b"fldinst", b"shppict", b"shpinst", b"footnote", b"cs", b"ts"}
)
TABLES = frozenset({b"fonttbl", b"colortbl", b"stylesheet", b"listtable", b"listoverridetable", b"fldinst"})
# What is said of those of them that somebody may miss.
TOLD = {
    **dict.fromkeys((b"header", b"headerl", b"headerr", b"headerf"), "pages"),
    **dict.fromkeys((b"footer", b"footerl", b"footerr", b"footerf"), "pages"),
    b"object": "embedded", b"formfield": "fields", b"annotation": "comments", b"mmath": "formulas",
}  # fmt: skip
COLOURS, NUMBER = re.compile(rb"\{\\colortbl([^{}]{0,100000})\}"), re.compile(rb"\d{1,3}")
COLOURING = frozenset({b"cf", b"cb", b"highlight", b"chcbpat"})
BLIPS = frozenset({b"pngblip", b"jpegblip"})
SIDES = {b"brdrt": "top", b"brdrb": "bottom", b"brdrl": "left", b"brdrr": "right"}
# After one of these the kind of line that follows is none of the paragraph's own.
OTHER_SIDES = frozenset({
    b"brdrbtw", b"brdrbar", b"chbrdr", b"clbrdrt", b"clbrdrb", b"clbrdrl", b"clbrdrr", b"trbrdrt", b"trbrdrb",
    b"trbrdrl", b"trbrdrr", b"trbrdrh", b"trbrdrv", b"pgbrdrt", b"pgbrdrb", b"pgbrdrl", b"pgbrdrr",
})  # fmt: skip
NO_LINE = frozenset({b"brdrnone", b"brdrnil", b"brdrtbl"})
LINES = NO_LINE | {
    b"brdrs", b"brdrth", b"brdrsh", b"brdrdb", b"brdrdot", b"brdrdash", b"brdrhair", b"brdrdashsm", b"brdrdashd",
    b"brdrdashdd", b"brdrtriple", b"brdrwavy", b"brdrwavydb", b"brdrdashdotstr", b"brdremboss", b"brdrengrave",
    b"brdrinset", b"brdroutset", b"brdrframe", b"brdrtnthsg", b"brdrthtnsg", b"brdrtnthtnsg", b"brdrtnthmg",
    b"brdrthtnmg", b"brdrtnthtnmg", b"brdrtnthlg", b"brdrthtnlg", b"brdrtnthtnlg",
}  # fmt: skip
LISTED = frozenset({b"ls", b"ilvl"})
BODY_TEXT = 9  # the level of an outline that is none
INCH = 1440  # in which shapes are measured
SHAPE = {b"shpleft": 0, b"shptop": 1, b"shpright": 2, b"shpbottom": 3}
LOOKS = frozenset({b"s", b"sbasedon", b"outlinelevel", b"box", *SIDES, *OTHER_SIDES, *LINES, *SHAPE})
HEADING = re.compile(rb"\s*heading ?([1-9])\s*;?", re.IGNORECASE)
BLANK = frozenset({b" ", b"\xa0", b"\\~", b"\\'a0", b"\\'20"})
