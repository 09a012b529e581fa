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
SHAPES = frozenset({"draw:rect", "draw:line", "draw:custom-shape"})
SIDES = ("top", "bottom", "left", "right")
LENGTH = re.compile(r"(-?\d{1,6}(?:\.\d{1,6})?)(in|cm|mm|pt|pc|px)?")
POINTS = {"in": 72.0, "cm": 28.35, "mm": 2.835, "pt": 1.0, "pc": 12.0, "px": 0.75}
NO_BORDER = re.compile(r"none|hidden|0(?:\.0+)?[a-z]")
LEAST_LINE = 72  # points
DELETED = frozenset({"text:tracked-changes"})
HIDDEN = frozenset({"text:hidden-text", "text:hidden-paragraph"})
CONTENTS = frozenset({"text:table-of-content", "text:alphabetical-index", "text:illustration-index"})
COMMENTS = frozenset({"office:annotation"})
# Fields that fill in who somebody is, and what is no text at all.
DROPPED = frozenset({
    "office:annotation-end", "office:scripts", "office:event-listeners", "office:meta", "draw:object",
    "draw:object-ole", "draw:plugin", "draw:applet", "draw:floating-frame", "office:forms", "text:author-name",
    "text:author-initials", "text:initial-creator", "text:creator", "text:printed-by", "text:soft-page-break",
    "text:template-name", "text:file-name", "office:dde-source", "text:script", "presentation:event-listener",
})  # fmt: skip


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
class _Tidier:
    archive: Archive
    pictures: Pictures
    out: list[str] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    new_page: set[str] = field(default_factory=set)
    style: str = ""
    dropping: list[tuple[str, str]] = field(default_factory=list)  # element, why
    counts: dict[str, int] = field(default_factory=dict)
    paragraphs: list[_Paragraph] = field(default_factory=list)  # those that are open
    titles: set[str] = field(default_factory=lambda: {"Title"})  # names of styles
    borders: dict[str, dict[str, bool]] = field(default_factory=dict)  # by the style
    lists: list[str] = field(default_factory=list)  # what is open of lists
    frames: list[_Frame] = field(default_factory=list)
    saying: str = ""  # the element that says what a picture shows

    def start(self, element: str, attributes: dict[str, str]) -> None:
        if self.dropping:
            self.dropping.append((element, self.dropping[0][1]))
            return
        self._learn(element, attributes)
        why = self._why_dropped(element, attributes)
        if why:
            self.dropping.append((element, why))
            if why in ("comments", "outside"):
                self.counts[why] = self.counts.get(why, 0) + 1
            return
        if element in PARAGRAPHS:
            self._open_paragraph(element, attributes.get("text:style-name", ""))
        elif self.paragraphs:
            self._look_into(element, attributes)
        elif element in LISTS:
            self.lists.append(element)
        if element == "draw:frame":
            self.frames.append(_Frame(len(self.out)))
        elif element in SAYING and self.frames:
            self.saying = element
            return
        self.out.append(f"<{element}{''.join(f' {key}={quoteattr(value)}' for key, value in attributes.items())}>")

    def end(self, element: str) -> None:
        if self.dropping:
            self.dropping.pop()
            return
        if element == self.saying:
            self.saying = ""
            return
        if element == "draw:frame" and self._close_frame(self.frames.pop()):
            return
        if element in PARAGRAPHS:
            self._close_paragraph(self.paragraphs.pop())
            return
        if element in LISTS and not self.paragraphs:
            self.lists.pop()
        self.out.append(f"</{element}>")

    def text(self, text: str) -> None:
        if self.dropping:
            why = self.dropping[0][1]
            if why in ("deleted", "hidden"):
                self.counts[why] = self.counts.get(why, 0) + len(text.split())
            return
        if self.saying:
            frame, name = self.frames[-1], "title" if self.saying == "svg:title" else "description"
            setattr(frame, name, (getattr(frame, name) + text)[:ALT_LIMIT])
            return
        if self.paragraphs and text.strip():
            self.paragraphs[-1].filled = True
        self.out.append(escape(MARKS.sub("", text)))

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
        if self.paragraphs:
            self.paragraphs[-1].filled = self.paragraphs[-1].filled or done.filled
        elif done.element == "text:h":
            self.out += [f"<{each}>" for each in self.lists]

    def _look_into(self, element: str, attributes: dict[str, str]) -> None:
        """What stands in a paragraph and is no word."""
        here = self.paragraphs[-1]
        if element == "text:note":
            here.filled = True
        elif element in SHAPES:
            width = _points(attributes, "svg:width", "svg:x2") - _points(attributes, "svg:x1")
            height = _points(attributes, "svg:height", "svg:y2") - _points(attributes, "svg:y1")
            here.lined = here.lined or (width >= LEAST_LINE and is_line(width, height))

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
        elif element == "style:text-properties" and attributes.get("text:display") == "none":
            self.hidden.add(self.style)
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
            return "dropped"
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
                tidier.out = []
                parse(archive.read(name), name, tidier.start, tidier.end, tidier.text)
                out.writestr(name, "".join(tidier.out))
    return Tidied(kept.getvalue(), pictures.kept, [*told(tidier.counts), *pictures.warnings])


def _points(attributes: dict[str, str], *names: str) -> float:
    """The first of these lengths that is said."""
    said = LENGTH.fullmatch(next((attributes[name] for name in names if name in attributes), ""))
    return float(said[1]) * POINTS[said[2] or "pt"] if said else 0.0
