"""The XML inside a Word file, written again without what its readers cannot see.

Deleted and hidden text, comments and the history of formats go. What mammoth does not tell us about is written as marks
that `read` turns into HTML: page breaks and alignment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from inkstead.exchange.formats.notes import MARKS
from inkstead.exchange.formats.strict_xml import parse
from inkstead.lib.prose.manuscript import PAGE_BREAK

CENTRED, RIGHT, RULE = "\ue0f1", "\ue0f2", "\ue0f8"
WORD = frozenset({
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main",
})  # fmt: skip
DELETED = frozenset({"del", "moveFrom"})
DROPPED = DELETED | {
    "commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef", "rPrChange", "pPrChange",
    "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange", "tblGridChange", "numberingChange", "object", "control",
    "attachedTemplate", "proofErr", "bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak", "permStart", "permEnd",
}  # fmt: skip
UNWRAPPED = frozenset({"ins", "moveTo"})
NO = frozenset({"0", "false", "off", "none"})
CONTENTS = re.compile(r"TOC\s?(?:\d|Heading)|ContentsHeading|Contents\d|Verzeichnis\d", re.IGNORECASE)
HEADING = re.compile(r"(?:Heading|Title)", re.IGNORECASE)


@dataclass(slots=True)
class LeftOut:
    """In words: what it said is nobody's business any more."""

    deleted: int = 0
    hidden: int = 0
    contents: int = 0  # lines
    outside: int = 0  # pictures, templates and files elsewhere


@dataclass(frozen=True, slots=True)
class Rules:
    name: str
    hidden: frozenset[str]  # ids of styles
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

    def start(self, element: str, attributes: dict[str, str]) -> None:
        for name, value in attributes.items():
            if name.startswith("xmlns") and value in WORD:
                self.prefixes.add(name[6:])
        if self.dropping:
            self.dropping.append(element)
            return
        name = self._word(element)
        if self.rules.is_text and self._drops(element, name, attributes):
            self.dropping.append(element)
            return
        if name in UNWRAPPED:
            return
        self.inside.append(name)
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
        self.open[-1].out.append(f"</{element}>")
        if name == "pPr" and self.open[-1].kind == "p":
            self._mark(element[:-3])
        elif name == self.open[-1].kind and name:
            self._close()

    def text(self, text: str) -> None:
        if self.dropping:
            self.left_out.deleted += (
                len(text.split()) if any(self._word(each) in DELETED for each in self.dropping) else 0
            )
            return
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

    def _mark(self, prefix: str) -> None:
        here = self.open[-1]
        marks = (PAGE_BREAK if here.new_page else "") + ("" if HEADING.match(here.style) else here.align)
        if marks:
            here.out.append(f"<{prefix}r><{prefix}t>{marks}</{prefix}t></{prefix}r>")

    def _close(self) -> None:
        done = self.open.pop()
        if done.kind == "r" and self._is_hidden(done):
            self.left_out.hidden += done.words
        elif done.kind == "p" and CONTENTS.fullmatch(done.style):
            self.left_out.contents += 1
        else:
            self.open[-1].out += done.out
            self.open[-1].words += done.words

    def _is_hidden(self, run: Open) -> bool:
        if run.hidden is not None:
            return run.hidden
        around = next((each for each in reversed(self.open) if each.kind == "p"), None)
        return run.style in self.rules.hidden or (around is not None and around.style in self.rules.hidden)


def hidden_styles(data: bytes) -> frozenset[str]:
    """Ids of styles whose text is hidden, also because the style that they are based on is."""
    based: dict[str, str] = {}
    hidden: set[str] = set()
    current = ""

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal current
        name = element.rpartition(":")[2]
        if name == "style":
            current = _value(attributes, "styleId")
        elif name == "basedOn":
            based[current] = _value(attributes, "val")
        elif name in ("vanish", "specVanish") and current and _value(attributes, "val") not in NO:
            hidden.add(current)

    parse(data, "styles.xml", start, lambda _: None, lambda _: None)
    for _ in range(10):
        hidden |= {style for style, base in based.items() if base in hidden}
    return frozenset(hidden)


def _value(attributes: dict[str, str], name: str) -> str:
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), "")
