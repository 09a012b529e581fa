"""Processor seconds to read and clean a novel of 200,000 words, by format, and to write it as an EPUB; beside them, how
many times as long that is as reading and zipping the same bytes."""

from __future__ import annotations

import io
import random
import statistics
import time
import xml.dom.expatbuilder  # loaded before the clock runs, as the cage does  # noqa: F401
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

import docx

from bench.rows import Row
from inkstead.exchange.book import Book, BookPart
from inkstead.exchange.formats.epub.write import write_epub
from inkstead.exchange.formats.reading import read_file
from inkstead.lib.prose import read_prose
from inkstead.lib.prose.manuscript import read_part

WORDS = ("the", "of", "and", "to", "in", "was", "he", "she", "that", "it", "his", "her", "had", "with", "lamp")
CHAPTERS, PARAGRAPHS, LENGTH = 40, 100, 50
NOW = datetime(2026, 1, 1, tzinfo=UTC)
MOST = {"md": 2.0, "html": 2.0, "epub": 2.0, "docx": 5.0}


def novel() -> list[list[str]]:
    chance = random.Random(1)
    return [[" ".join(chance.choice(WORDS) for _ in range(LENGTH)) for _ in range(PARAGRAPHS)] for _ in range(CHAPTERS)]


def files() -> Iterator[tuple[str, bytes]]:
    chapters = novel()
    marked = (_marked(number, texts) for number, texts in enumerate(chapters, 1))
    yield "md", "\n\n".join(marked).encode()
    pages = [f"<h1>Chapter {n}</h1>" + "".join(map(_paragraph, texts)) for n, texts in enumerate(chapters, 1)]
    yield "html", f"<html><body>{''.join(pages)}</body></html>".encode()
    yield "epub", _epub(pages)
    yield "docx", _docx(chapters)


def _marked(number: int, texts: list[str]) -> str:
    return "\n\n".join([f"# Chapter {number}", *(f"*{text[:20]}*{text[20:]}" for text in texts)])


def _paragraph(text: str) -> str:
    return f"<p><em>{text[:20]}</em>{text[20:]}</p>"


def _epub(pages: list[str]) -> bytes:
    kept, numbers = io.BytesIO(), range(len(pages))
    items = "".join(f'<item id="c{n}" href="c{n}.xhtml" media-type="application/xhtml+xml"/>' for n in numbers)
    spine = "".join(f'<itemref idref="c{n}"/>' for n in numbers)
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("META-INF/container.xml", '<container><rootfile full-path="b.opf"/></container>')
        archive.writestr("b.opf", f"<package><manifest>{items}</manifest><spine>{spine}</spine></package>")
        for number, page in enumerate(pages):
            archive.writestr(f"c{number}.xhtml", f"<html><body>{page}</body></html>")
    return kept.getvalue()


def _docx(chapters: list[list[str]]) -> bytes:
    made, kept = docx.Document(), io.BytesIO()
    for number, texts in enumerate(chapters, 1):
        made.add_heading(f"Chapter {number}", 1)
        for text in texts:
            paragraph = made.add_paragraph(text[:20])
            paragraph.add_run(text[20:120]).italic = True
            paragraph.add_run(text[120:])
    made.save(kept)
    return kept.getvalue()


def of_a_novel(_rounds: int, _seconds: int) -> Row:
    found = {kind: (_seconds_of(kind, data), _zipping(data)) for kind, data in files()}
    figure = ", ".join(f"{kind} {ours:.2f} s ({ours / theirs:.0f} ×)" for kind, (ours, theirs) in found.items())
    floor = ", ".join(f"{kind} {most:g} s" for kind, most in MOST.items())
    holds = all(ours < MOST[kind] for kind, (ours, _) in found.items())
    return Row("import a 200,000-word novel", "zipping it", figure, f"at most {floor}", holds, figure)


def as_epub(rounds: int, _seconds: int) -> Row:
    parts = [_part(number, texts) for number, texts in enumerate(novel(), 1)]
    book = Book(
        "urn:uuid:1", "Novel", ["Ana"], "en", "ltr", "", "http://x", "Inkstead", "complete", "", NOW, parts=parts
    )
    taken = []
    for _ in range(rounds):
        began = time.process_time()
        data = write_epub(book)
        taken.append(time.process_time() - began)
    ours, theirs = statistics.median(taken), _zipping(data)
    figure = f"{ours:.2f} s ({ours / theirs:.1f} ×), {'the same' if data == write_epub(book) else 'OTHER'} bytes again"
    return Row("export it as EPUB", "zipping it", figure, "at most 0.5 s", ours < 0.5 and "same" in figure, figure)


def _part(number: int, texts: list[str]) -> BookPart:
    prose = read_prose("".join(map(_paragraph, texts)), "html")
    return BookPart(number, f"Chapter {number}", "", prose.html, prose.text, prose.words, f"http://x/part/{number}/")


def _zipping(data: bytes) -> float:
    """Of the same bytes; of a package, of what is in it."""
    pieces = [data]
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            pieces = [opened.read(name) for name in opened.namelist()]
    began = time.process_time()
    with zipfile.ZipFile(io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as kept:
        for number, piece in enumerate(pieces):
            kept.writestr(str(number), piece)
    return time.process_time() - began


def _seconds_of(kind: str, data: bytes) -> float:
    began = time.process_time()
    for part in read_file(f"novel.{kind}", data).parts:
        read_part(part)
    return time.process_time() - began
