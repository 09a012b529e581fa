"""OpenDocument texts: written again for pandoc, without what their readers cannot see."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from inkstead.exchange.formats.archive import Archive
from inkstead.exchange.formats.converted.tidied import EMPTY_LINE, PICTURE, PICTURE_END, Tidied, told
from inkstead.exchange.formats.documents import RULE, TITLE, border_mark, is_line
from inkstead.exchange.formats.notes import MARKS
from inkstead.exchange.formats.pictures import Pictures
from inkstead.exchange.formats.strict_xml import parse
from inkstead.lib.prose.manuscript import PAGE_BREAK
from inkstead.lib.refusals import Refused

TYPE = "application/vnd.oasis.opendocument.text"
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
RULES = frozenset({"Horizontal_20_Line", "Horizontal Line"})
PARAGRAPHS, LISTS = frozenset({"text:p", "text:h"}), frozenset({"text:list", "text:list-item", "text:list-header"})
SHAPES = frozenset({
    "draw:rect", "draw:line", "draw:custom-shape", "draw:ellipse", "draw:circle", "draw:polygon", "draw:polyline",
    "draw:path", "draw:regular-polygon", "draw:connector", "draw:measure", "draw:caption",
})  # fmt: skip
SIDES = ("top", "bottom", "left", "right")
LENGTH = re.compile(r"(-?\d{1,6}(?:\.\d{1,6})?)(in|cm|mm|pt|pc|px)?")
POINTS = {"in": 72.0, "cm": 28.35, "mm": 2.835, "pt": 1.0, "pc": 12.0, "px": 0.75}
NO_BORDER = re.compile(r"none|hidden|0(?:\.0+)?[a-z]")
LEAST_LINE = 72  # points
DELETED = frozenset({"text:tracked-changes"})
HIDDEN = frozenset({"text:hidden-text", "text:hidden-paragraph"})
CONTENTS = frozenset({"text:table-of-content", "text:alphabetical-index", "text:illustration-index"})
COMMENTS = frozenset({"office:annotation"})
# What is no text of the story, by what is said of it; nothing is said of marks that only Writer needs.
DROPPED = {
    **dict.fromkeys(
        ("draw:object", "draw:object-ole", "draw:plugin", "draw:applet", "draw:floating-frame"), "embedded"
    ),
    **dict.fromkeys(("text:author-name", "text:author-initials", "text:initial-creator", "text:creator"), "names"),
    **dict.fromkeys(("text:printed-by", "text:template-name", "text:file-name"), "names"),
    **dict.fromkeys(("office:scripts", "text:script"), "scripts"),
    **dict.fromkeys(("style:header", "style:footer", "style:header-left", "style:footer-left"), "pages"),
    **dict.fromkeys(("office:event-listeners", "presentation:event-listener", "office:dde-source"), "scripts"),
    **dict.fromkeys(("office:annotation-end", "office:meta", "text:soft-page-break"), "dropped"),
    "office:forms": "fields",
}
# Writer writes these down when there is nothing in them.
EMPTY_OFTEN = frozenset({
    "office:scripts", "office:forms", "office:event-listeners", "style:header", "style:footer", "style:header-left",
    "style:footer-left",
})  # fmt: skip
BY_WORDS = frozenset({"deleted", "hidden", "contents", "dropped"})
UNCOLOURED = frozenset({"", "#000000", "#ffffff", "transparent"})


ALT_LIMIT = 1_000
SAYING = frozenset({"svg:title", "svg:desc"})


@dataclass(slots=True)
class _Frame:
    """Around a picture or a box: what its picture is called is said in elements beside it."""

    at: int  # where it begins in what is written
    word: str = ""
    title: str = ""
    description: str = ""


@dataclass(slots=True)
class _Paragraph:
    element: str
    style: str
    filled: bool = False  # with words, a picture, a note
    lined: bool = False  # by a shape that is only a line


@dataclass(slots=True)
class _Box:
    """A shape or a box with text of its own, which pandoc would not read: it goes behind the paragraph around it."""

    around: list[str]  # what was written before
    filled: bool = False
    lined: bool = False


@dataclass(slots=True)
class _Tidier:
    archive: Archive
    pictures: Pictures
    out: list[str] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    new_page: set[str] = field(default_factory=set)
    style: str = ""
    own_styles: bool = False  # those of single words and paragraphs, which say nothing that others do not
    dropping: list[tuple[str, str]] = field(default_factory=list)  # element, why
    inside: bool = False  # whether what is dropped holds anything
    counts: dict[str, int] = field(default_factory=dict)
    paragraphs: list[_Paragraph] = field(default_factory=list)  # those that are open
    titles: set[str] = field(default_factory=lambda: {"Title"})  # names of styles
    borders: dict[str, dict[str, bool]] = field(default_factory=dict)  # by the style
    lists: list[str] = field(default_factory=list)  # what is open of lists
    frames: list[_Frame] = field(default_factory=list)
    boxes: list[_Box] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)  # texts of boxes
    saying: str = ""  # the element that says what a picture shows

    def start(self, element: str, attributes: dict[str, str]) -> None:
        if self.dropping:
            self.dropping.append((element, self.dropping[0][1]))
            self.inside = True
            if self.dropping[0][1] == "contents":
                self._count("contents", int(element in PARAGRAPHS))
            return
        self._learn(element, attributes)
        why = self._why_dropped(element, attributes)
        if why:
            self.dropping, self.inside = [(element, why)], False
            return
        if element in PARAGRAPHS:
            self._open_paragraph(element, attributes.get("text:style-name", ""))
        elif self.paragraphs:
            self._look_into(element, attributes)
        elif element in LISTS:
            self.lists.append(element)
        if element in SHAPES or element == "draw:text-box":
            self.boxes.append(_Box(self.out, lined=element in SHAPES and self._is_line(attributes)))
            self.out = []
            return
        if element == "draw:frame":
            self.frames.append(_Frame(len(self.out)))
        elif element in SAYING and self.frames:
            self.saying = element
            return
        self.out.append(f"<{element}{''.join(f' {key}={quoteattr(value)}' for key, value in attributes.items())}>")

    def end(self, element: str) -> None:
        if self.dropping:
            _, why = self.dropping.pop()
            if not self.dropping and why not in BY_WORDS:
                self._count(why, int(self.inside or element not in EMPTY_OFTEN))
            return
        if element == self.saying:
            self.saying = ""
            return
        if element in SHAPES or element == "draw:text-box":
            self._close_box(element, self.boxes.pop())
            return
        if element == "draw:frame" and self._close_frame(self.frames.pop()):
            return
        if element in PARAGRAPHS:
            self._close_paragraph(self.paragraphs.pop())
            return
        if element in LISTS and not self.paragraphs:
            self.lists.pop()
        self.out.append(f"</{element}>")
        self._write_behind()

    def text(self, text: str) -> None:
        if self.dropping:
            why = self.dropping[0][1]
            self.inside = self.inside or bool(text.strip())
            if why in ("deleted", "hidden"):
                self._count(why, len(text.split()))
            return
        if self.saying:
            frame, name = self.frames[-1], "title" if self.saying == "svg:title" else "description"
            setattr(frame, name, (getattr(frame, name) + text)[:ALT_LIMIT])
            return
        if self.paragraphs and text.strip():
            self.paragraphs[-1].filled = True
        self.out.append(escape(MARKS.sub("", text)))

    def _count(self, why: str, number: int) -> None:
        self.counts[why] = self.counts.get(why, 0) + number

    def _open_paragraph(self, element: str, style: str) -> None:
        """A heading with a number stands in a list; it is a heading all the same."""
        if style in self.new_page and not self.paragraphs:
            self.out.append(f"<text:p>{PAGE_BREAK}</text:p>")
        if element == "text:h" and not self.paragraphs:
            self.out += [f"</{each}>" for each in reversed(self.lists)]
        self.paragraphs.append(_Paragraph(element, style))

    def _close_paragraph(self, done: _Paragraph) -> None:
        borders = self.borders.get(done.style, {})
        if done.style in RULES or (done.lined and not done.filled):
            self.out.append(RULE)
        elif done.style in self.titles and done.filled:
            self.out.append(TITLE)
        elif done.element == "text:p":
            mark = border_mark([side for side, on in borders.items() if on], filled=done.filled)
            self.out.append(mark or ("" if done.filled else EMPTY_LINE))
        self.out.append(f"</{done.element}>")
        if self.boxes:
            self.boxes[-1].filled = self.boxes[-1].filled or done.filled
        elif self.paragraphs:
            self.paragraphs[-1].filled = self.paragraphs[-1].filled or done.filled
        elif done.element == "text:h":
            self.out += [f"<{each}>" for each in self.lists]
        self._write_behind()

    def _look_into(self, element: str, attributes: dict[str, str]) -> None:
        """What stands in a paragraph and is no word."""
        here = self.paragraphs[-1]
        if element == "text:note":
            here.filled = True

    def _is_line(self, attributes: dict[str, str]) -> bool:
        width = _points(attributes, "svg:width", "svg:x2") - _points(attributes, "svg:x1")
        height = _points(attributes, "svg:height", "svg:y2") - _points(attributes, "svg:y1")
        return width >= LEAST_LINE and is_line(width, height)

    def _close_box(self, element: str, box: _Box) -> None:
        inner, self.out = self.out, box.around
        if box.filled:
            self.behind += inner
        elif box.lined and self.paragraphs:
            self.paragraphs[-1].lined = True
        elif element in SHAPES:
            self._count("shapes", 1)

    def _write_behind(self) -> None:
        if self.behind and not (self.paragraphs or self.boxes or self.frames):
            self.out += self.behind
            self.behind = []

    def _close_frame(self, frame: _Frame) -> bool:
        """A picture is written as a mark, with what it shows; whether nothing else was in its frame."""
        if not frame.word:
            return False
        said = " ".join(MARKS.sub("", frame.description or frame.title).split())
        mark = f"{PICTURE}{frame.word}{escape(said)}{PICTURE_END}"
        if self.paragraphs:
            self.paragraphs[-1].filled = True
        mark = mark if self.paragraphs else f"<text:p>{mark}</text:p>"
        alone = len(self.out) == frame.at + 1
        self.out[frame.at : frame.at + alone] = [mark]
        return alone

    def _learn(self, element: str, attributes: dict[str, str]) -> None:
        if element == "style:style":
            self.style = attributes.get("style:name", "")
            parent = attributes.get("style:parent-style-name", "")
            if parent in self.hidden:
                self.hidden.add(self.style)
            if parent in self.titles:
                self.titles.add(self.style)
            if parent in self.borders:
                self.borders[self.style] = dict(self.borders[parent])
        elif element == "style:text-properties":
            if attributes.get("text:display") == "none":
                self.hidden.add(self.style)
            coloured = {attributes.get("fo:color", ""), attributes.get("fo:background-color", "")} - UNCOLOURED
            self._count("looks", int(self.own_styles and bool(coloured)))
        elif element == "style:paragraph-properties":
            if attributes.get("fo:break-before") == "page":
                self.new_page.add(self.style)
            said = {side: attributes.get(f"fo:border-{side}", attributes.get("fo:border", "")) for side in SIDES}
            if any(said.values()):
                self.borders.setdefault(self.style, {}).update(
                    {side: not NO_BORDER.match(x) for side, x in said.items() if x}
                )

    def _why_dropped(self, element: str, attributes: dict[str, str]) -> str:
        if element == "draw:image":
            return self._take_picture(attributes.get("xlink:href", ""))
        for names, why in ((DELETED, "deleted"), (HIDDEN, "hidden"), (CONTENTS, "contents"), (COMMENTS, "comments")):
            if element in names:
                return why
        if element in DROPPED:
            return DROPPED[element]
        section = element == "text:section" and attributes.get("text:display") == "none"
        return "hidden" if section or attributes.get("text:style-name") in self.hidden else ""

    def _take_picture(self, reference: str) -> str:
        name = reference.removeprefix("./")
        if name not in self.archive:
            return "outside"
        address = self.pictures.take(self.archive.read(name), name)
        if address and self.frames:
            self.frames[-1].word = address.rpartition("/")[2]
        return "dropped"


def tidy_odt(data: bytes) -> Tidied:
    archive = Archive(data)
    if "content.xml" not in archive:
        raise Refused("This is no OpenDocument text: there is no text in it.", code="unknown_format")
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Refused("This document is protected by a password. Save it without one.", code="encrypted")
    pictures = Pictures()
    tidier = _Tidier(archive, pictures)
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as out:
        out.writestr("mimetype", TYPE)
        out.writestr("META-INF/manifest.xml", MANIFEST)
        for name in ("styles.xml", "content.xml"):
            if name in archive:
                tidier.out, tidier.own_styles = [], name == "content.xml"
                parse(archive.read(name), name, tidier.start, tidier.end, tidier.text)
                out.writestr(name, "".join(tidier.out))
    return Tidied(kept.getvalue(), pictures.kept, [*told(tidier.counts), *pictures.warnings])


def _points(attributes: dict[str, str], *names: str) -> float:
    """The first of these lengths that is said."""
    said = LENGTH.fullmatch(next((attributes[name] for name in names if name in attributes), ""))
    return float(said[1]) * POINTS[said[2] or "pt"] if said else 0.0
