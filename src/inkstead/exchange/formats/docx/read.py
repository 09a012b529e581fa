"""Word documents (.docx): mammoth reads what `package` left of the file; its HTML is a manuscript like any other."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import mammoth

from inkstead.exchange.formats.archive import Archive
from inkstead.exchange.formats.documents import OF_DOCUMENTS, divided
from inkstead.exchange.formats.docx.markup import CENTRED, RIGHT, LeftOut
from inkstead.exchange.formats.docx.package import Slim, slim
from inkstead.exchange.formats.notes import reference_to, with_notes
from inkstead.exchange.formats.pictures import Pictures, of_no_part
from inkstead.lib.prose.left_out import told as told_of
from inkstead.lib.prose.manuscript import PAGE_BREAK, Manuscript
from inkstead.lib.refusals import Refused

STYLES = """
p[style-name='Title'] => p.book-title:fresh
p[style-name='heading 7'] => h6:fresh
p[style-name='heading 8'] => h6:fresh
p[style-name='heading 9'] => h6:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='HTML Preformatted'] => pre:separator('\\n')
r[style-name='Emphasis'] => em
r[style-name='Intense Emphasis'] => em
u => u
strike => s
small-caps => span.small-caps
"""
REFERENCE = re.compile(r'<sup><a href="#d-((?:foot|end)note-\d{1,9})" id="[^"]*">\[\d+\]</a></sup>')
NOTES = re.compile(r'<ol><li id="d-(?:foot|end)note-')
NOTE = re.compile(r'<li id="d-((?:foot|end)note-\d{1,9})">(.*?)(?=<li id="d-(?:foot|end)note-|</ol>\Z)', re.DOTALL)
BACK = re.compile(r'\s*<a href="#d-(?:foot|end)note-ref-\d+">↑</a>')
ALIGNED = re.compile(f"<p>((?:<[a-z]+>)*)([{CENTRED}{RIGHT}])")
TITLE = re.compile(r'<p class="book-title">(.*?)</p>', re.DOTALL)
TAG = re.compile(r"<[^>]*>")
DULL = frozenset({
    "none", "first paragraph", "body text", "text body", "compact", "normal (web)", "no spacing", "list paragraph",
    "horizontal line",
})  # fmt: skip
STYLE_SAID = re.compile(r"Unrecognised (?:paragraph|run) style: '?([^'(]*)")


def read_docx(data: bytes, name: str) -> Manuscript:
    """Raises `Refused` in one sentence."""
    archive = Archive(data)
    left = slim(archive)
    pictures = Pictures()
    html, said = _converted(left.data, pictures)
    html, notes = _without_notes(html)
    html = ALIGNED.sub(lambda found: f'<p class="{_align(found[2])}">{found[1]}', html)
    html = html.replace(CENTRED, "").replace(RIGHT, "")
    html = html.replace(PAGE_BREAK, f"</p><p>{PAGE_BREAK}</p><p>")
    title = TITLE.search(html)
    if title:
        html = html[: title.start()] + html[title.end() :]
    book = divided(html, name, TAG.sub("", title[1]) if title else "")
    warnings = [*book.warnings, *_left_out(left), *_styles(said), *pictures.warnings]
    warnings += of_no_part(pictures.kept, book.parts)
    return with_notes(replace(book, warnings=tuple(warnings), images=pictures.kept), notes)


def _converted(data: bytes, pictures: Pictures) -> tuple[str, list[str]]:
    def picture(image: Any) -> dict[str, str]:
        with image.open() as file:
            address = pictures.take(file.read(), getattr(file, "name", "") or image.alt_text or "picture")
        return {"src": address}

    try:
        made = mammoth.convert_to_html(  # type: ignore[no-untyped-call]
            io.BytesIO(data),
            style_map=STYLES,
            convert_image=mammoth.images.img_element(picture),  # type: ignore[no-untyped-call]
            ignore_empty_paragraphs=False,
            id_prefix="d-",
        )
    except (KeyError, ValueError, AttributeError, TypeError, IndexError) as error:
        raise Refused("This Word document is damaged: its parts do not fit together.", code="damaged") from error
    return made.value, [message.message for message in made.messages]


def _without_notes(html: str) -> tuple[str, dict[str, str]]:
    """The text with marks for its notes, and the notes by their keys."""
    start = next((found.start() for found in NOTES.finditer(html)), len(html))
    notes = {_key(found[1]): BACK.sub("", found[2]).removesuffix("</li>") for found in NOTE.finditer(html, start)}
    return REFERENCE.sub(lambda found: reference_to(_key(found[1])), html[:start]), notes


def _key(word: str) -> str:
    return word.replace("-", "").replace("note", "")


def _align(mark: str) -> str:
    return "align-center" if mark == CENTRED else "align-right"


def _left_out(left: Slim) -> list[str]:
    counts: LeftOut = left.left_out
    told = [
        (counts.deleted, "Deleted text that the document still carried was left out ({}).", "word"),
        (counts.hidden, "Hidden text was left out ({}).", "word"),
        (left.comments, "Comments in the margin were left out ({}).", "comment"),
        (counts.contents, "The table of contents was left out ({}): the list of parts takes its place.", "line"),
        (counts.outside, "What the document loads from elsewhere was left out ({}).", "address"),
    ]
    said = [sentence.format(_counted(number, noun)) for number, sentence, noun in told if number]
    counted = {"embedded": counts.embedded, "shapes": counts.shapes, "formulas": counts.formulas}
    counted |= {"fields": counts.fields, "looks": counts.looks, "pages": counts.pages, "macros": counts.macros}
    return said + told_of(counted, OF_DOCUMENTS)


def _counted(number: int, noun: str) -> str:
    plural = noun + ("es" if noun.endswith("s") else "s")
    return f"1 {noun}" if number == 1 else f"{number:,} {plural}"


def _styles(said: list[str]) -> list[str]:
    found = [match[1].strip() for line in said if (match := STYLE_SAID.match(line))]
    names = [name for name in dict.fromkeys(found) if name.lower() not in DULL]
    shown = ", ".join(f"“{name[:40]}”" for name in names[:8])
    return [f"Styles of the document that only change its looks were not kept: {shown}."] if shown else []
