"""The XML inside a Word file, written again without what its readers cannot see.

Deleted and hidden text, comments and the history of formats go. What mammoth does not tell us about is written as marks
that `read` turns into HTML: page breaks and alignment.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from inkstead.exchange.formats.documents import RULE, border_mark, is_line
from inkstead.exchange.formats.notes import MARKS
from inkstead.exchange.formats.strict_xml import parse
from inkstead.lib.prose.manuscript import PAGE_BREAK

CENTRED, RIGHT = "\ue0f1", "\ue0f2"
WORD = frozenset({
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main",
})  # fmt: skip
DELETED = frozenset({"del", "moveFrom"})
DROPPED = DELETED | {
    "commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef", "rPrChange", "pPrChange",
    "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange", "tblGridChange", "numberingChange", "object", "control",
    "ffData",
    "attachedTemplate", "proofErr", "bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak", "permStart", "permEnd",
}  # fmt: skip
UNWRAPPED = frozenset({"ins", "moveTo"})
NO = frozenset({"0", "false", "off", "none", "nil"})
CONTENTS = re.compile(r"TOC\s?(?:\d|Heading)|ContentsHeading|Contents\d|Verzeichnis\d", re.IGNORECASE)
EMBEDDED = frozenset({"object", "control", "OLEObject", "chart", "relIds", "videoFile", "audioFile", "altChunk"})
COLOURED = frozenset({"color", "highlight", "shd"})
UNCOLOURED = frozenset({"", "auto", "none", "clear", "000000", "black", "ffffff", "white"})
BOX, FALLBACK = "txbxContent", "Fallback"
SIDES = {"top": "top", "bottom": "bottom", "left": "left", "start": "left", "right": "right", "end": "right"}
INKED = frozenset({"blip", "imagedata", "footnoteReference", "endnoteReference", "sym"})
INCH = 914_400  # in which drawings are measured
HEADING = re.compile(r"(?:Heading|Title)", re.IGNORECASE)


@dataclass(slots=True)
class LeftOut:
    """In words: what it said is nobody's business any more."""

    deleted: int = 0
    hidden: int = 0
    contents: int = 0  # lines
    outside: int = 0  # pictures, templates and files elsewhere
    embedded: int = 0  # tables of other programs, charts, sounds
    shapes: int = 0  # that are drawn, and hold no text
    formulas: int = 0
    fields: int = 0  # of forms
    looks: int = 0  # runs in a colour, or marked with one
    pages: int = 0  # headers and footers
    macros: int = 0


@dataclass(frozen=True, slots=True)
class Styles:
    """By their ids, also because of the style that they are based on."""

    hidden: frozenset[str] = frozenset()
    borders: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rules:
    name: str
    styles: Styles
    pictures: frozenset[str]  # ids that lead to a picture inside
    links: frozenset[str] = frozenset()  # ids that lead to an address
    is_text: bool = True


@dataclass(slots=True)
class Open:
    """A paragraph or a run while it is read."""

    kind: str
    out: list[str] = field(default_factory=list)
    words: int = 0
    hidden: bool | None = None
    style: str = ""
    align: str = ""
    new_page: bool = False
    borders: dict[str, bool] = field(default_factory=dict)
    filled: bool = False  # with anything that is no word
    lined: bool = False  # by a shape that is only a line
    text_at: int = 1  # where its text begins in what is written
    behind: list[str] = field(default_factory=list)  # paragraphs of boxes in it, which are not read where they stand


def rewritten(data: bytes, rules: Rules, left_out: LeftOut) -> bytes:
    """Raises `Refused`, naming the part of the file."""
    writer = _Writer(rules, left_out)
    parse(data, rules.name, writer.start, writer.end, writer.text)
    return "".join(writer.open[0].out).encode()


class _Writer:
    def __init__(self, rules: Rules, left_out: LeftOut) -> None:
        self.rules, self.left_out = rules, left_out
        self.open = [Open("")]
        self.prefixes: set[str] = set()
        self.dropping: list[str] = []
        self.inside: list[str] = []
        self.boxes = 0  # in the alternatives that are open

    def start(self, element: str, attributes: dict[str, str]) -> None:
        for name, value in attributes.items():
            if name.startswith("xmlns") and value in WORD:
                self.prefixes.add(name[6:])
        if self.dropping:
            self.dropping.append(element)
            return
        name = self._word(element) or (FALLBACK if element.endswith(":Fallback") else "")
        if self.rules.is_text:
            self._count(name, element.rpartition(":")[2], attributes)
        if self.rules.is_text and self._drops(element, name, attributes):
            self.dropping.append(element)
            return
        if name in UNWRAPPED:
            return
        self.inside.append(name)
        if name == BOX:
            self.open.append(Open(name))
            return
        if element.endswith(":AlternateContent"):
            self.boxes = 0
        if name in ("p", "r"):
            self.open.append(Open(name, hidden=None))
        elif self._is_page(name, attributes):
            self.open[-1].out.append(f"<{element[:-2]}t>{PAGE_BREAK}</{element[:-2]}t>")
            self.inside[-1] = "page"
            return
        if name == "hyperlink":
            known = self.rules.links
            attributes = {key: value for key, value in attributes.items() if key[-3:] != ":id" or value in known}
        self._notice(name, attributes)
        self._notice_shape(element.rpartition(":")[2], attributes)
        written = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
        self.open[-1].out.append(f"<{element}{written}>")

    def end(self, element: str) -> None:
        if self.dropping:
            self.dropping.pop()
            return
        name = self._word(element)
        if name in UNWRAPPED:
            return
        if self.inside.pop() == "page":
            return
        if name == BOX:
            self._close_box(self.open.pop())
            return
        self.open[-1].out.append(f"</{element}>")
        if name == "pPr" and self.open[-1].kind == "p":
            self.open[-1].text_at = len(self.open[-1].out)
        elif name == self.open[-1].kind and name:
            self._close(element[:-1])

    def text(self, text: str) -> None:
        if self.dropping:
            self.left_out.deleted += (
                len(text.split()) if any(self._word(each) in DELETED for each in self.dropping) else 0
            )
            return
        if self.inside[-1:] == ["t"]:  # other elements hold measures
            self.open[-1].words += len(text.split())
        self.open[-1].out.append(escape(MARKS.sub("", text)))

    def _word(self, element: str) -> str:
        """The name of an element of Word's own; empty for others."""
        prefix, _, name = element.rpartition(":")
        return name if prefix in self.prefixes else ""

    @property
    def _prefix(self) -> str:
        prefix = min(self.prefixes, default="w")
        return f"{prefix}:" if prefix else ""

    def _drops(self, element: str, name: str, attributes: dict[str, str]) -> bool:
        if name in DROPPED:
            return True
        bare = element.rpartition(":")[2]
        if bare == "rect" and _value(attributes, "hr") in ("t", "true"):  # a rule across the page
            self.open[-1].out.append(f"<{self._prefix}t>{RULE}</{self._prefix}t>")
            return True
        if bare in ("blip", "imagedata"):
            for key in [key for key in attributes if key.rpartition(":")[2] in ("link", "href")]:
                del attributes[key]
            return (_value(attributes, "embed") or attributes.get("r:id", "")) not in self.rules.pictures
        return bare == "OLEObject"

    def _count(self, name: str, bare: str, attributes: dict[str, str]) -> None:
        """What no text holds, by the elements that stand for it."""
        left_out = self.left_out
        if bare in EMBEDDED:
            left_out.embedded += 1
        elif bare in ("oMath", "ffData"):
            left_out.formulas += bare == "oMath"
            left_out.fields += bare == "ffData"
        elif bare in ("wsp", "txbx"):  # a shape, and the text in it
            left_out.shapes += 1 if bare == "wsp" else -1
        elif name in COLOURED and "rPr" in self.inside and "pPr" not in self.inside:
            said = _value(attributes, "fill" if name == "shd" else "val").lower()
            left_out.looks += said not in UNCOLOURED

    def _is_page(self, name: str, attributes: dict[str, str]) -> bool:
        return name == "br" and self.open[-1].kind == "r" and _value(attributes, "type") == "page"

    def _notice(self, name: str, attributes: dict[str, str]) -> None:
        here, value = self.open[-1], _value(attributes, "val")
        if name in ("vanish", "specVanish") and here.kind == "r":
            here.hidden = value not in NO
        elif name in ("rStyle", "pStyle") and here.kind == name[0]:
            here.style = value
        elif name == "jc" and here.kind == "p":
            here.align = CENTRED if value == "center" else RIGHT if value in ("right", "end") else ""
        elif name == "pageBreakBefore" and here.kind == "p":
            here.new_page = value not in NO
        elif name in SIDES and here.kind == "p" and self.inside[-2:-1] == ["pBdr"]:
            here.borders[SIDES[name]] = value not in NO

    def _notice_shape(self, bare: str, attributes: dict[str, str]) -> None:
        if bare in INKED:
            self.open[-1].filled = True
        elif bare == "extent":
            width, height = (_number(attributes.get(name, "")) for name in ("cx", "cy"))
            lined = width >= INCH and is_line(width, height)
            self.open[-1].lined = self.open[-1].lined or lined
            self.left_out.shapes -= lined and self.rules.is_text

    def _close_box(self, box: Open) -> None:
        """It is written twice, for newer and for older programs; once is enough."""
        around = next((each for each in reversed(self.open) if each.kind == "p"), None)
        if around is not None and not (self.boxes and self.inside.count(FALLBACK)):
            around.behind += box.out
            self.boxes += 1

    def _mark(self, done: Open, prefix: str) -> None:
        page = PAGE_BREAK if done.new_page else ""
        borders = {**self.rules.styles.borders.get(done.style, {}), **done.borders}
        filled = done.filled or done.words > 0
        is_heading = HEADING.match(done.style) is not None
        line = RULE if done.lined and not filled else ""
        line = line or ("" if is_heading else border_mark([side for side, on in borders.items() if on], filled=filled))
        marks = page + (line if line == RULE or is_heading else done.align + line)
        if marks:
            done.out.insert(done.text_at, f"<{prefix}r><{prefix}t>{marks}</{prefix}t></{prefix}r>")

    def _close(self, prefix: str) -> None:
        done = self.open.pop()
        if done.kind == "p":
            self._mark(done, prefix)
        if done.kind == "r" and self._is_hidden(done):
            self.left_out.hidden += done.words
        elif done.kind == "p" and CONTENTS.fullmatch(done.style):
            self.left_out.contents += 1
        else:
            self.open[-1].out += done.out + done.behind
            self.open[-1].words += done.words
            self.open[-1].filled = self.open[-1].filled or done.filled
            self.open[-1].lined = self.open[-1].lined or (done.lined and done.kind == "r")

    def _is_hidden(self, run: Open) -> bool:
        if run.hidden is not None:
            return run.hidden
        around = next((each for each in reversed(self.open) if each.kind == "p"), None)
        return run.style in self.rules.styles.hidden or (
            around is not None and around.style in self.rules.styles.hidden
        )


def read_styles(data: bytes) -> Styles:
    based: dict[str, str] = {}
    hidden: set[str] = set()
    borders: dict[str, dict[str, bool]] = {}
    current, in_borders = "", False

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal current, in_borders
        name, value = element.rpartition(":")[2], _value(attributes, "val")
        if name == "style":
            current = _value(attributes, "styleId")
        elif name == "basedOn":
            based[current] = value
        elif name in ("vanish", "specVanish") and current and value not in NO:
            hidden.add(current)
        elif name == "pBdr":
            in_borders = True
        elif in_borders and name in SIDES and current:
            borders.setdefault(current, {})[SIDES[name]] = value not in NO

    def end(element: str) -> None:
        nonlocal in_borders
        in_borders = in_borders and element.rpartition(":")[2] != "pBdr"

    parse(data, "styles.xml", start, end, lambda _: None)
    for _ in range(10):
        hidden |= {style for style, base in based.items() if base in hidden}
        borders |= {
            style: {**borders[base], **borders.get(style, {})} for style, base in based.items() if base in borders
        }
    return Styles(frozenset(hidden), borders)


def _value(attributes: dict[str, str], name: str) -> str:
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), "")


def _number(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) < 12 else 0
