"""Processor seconds to read and clean a novel of 200,000 words, by format."""

from __future__ import annotations

import io
import random
import time
import xml.dom.expatbuilder  # loaded before the clock runs, as the cage does  # noqa: F401
import zipfile
from collections.abc import Iterator

import docx

from bench.rows import Row
from inkstead.exchange.formats.reading import read_file
from inkstead.lib.prose.manuscript import read_part

WORDS = ("the", "of", "and", "to", "in", "was", "he", "she", "that", "it", "his", "her", "had", "with", "lamp")
CHAPTERS, PARAGRAPHS, LENGTH = 40, 100, 50
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
    found = {kind: _seconds_of(kind, data) for kind, data in files()}
    figure = ", ".join(f"{kind} {seconds:.2f} s" for kind, seconds in found.items())
    floor = ", ".join(f"{kind} {most:g} s" for kind, most in MOST.items())
    holds = all(seconds < MOST[kind] for kind, seconds in found.items())
    return Row("import a 200,000-word novel", "processor time", figure, f"at most {floor}", holds, figure)


def _seconds_of(kind: str, data: bytes) -> float:
    began = time.process_time()
    for part in read_file(f"novel.{kind}", data).parts:
        read_part(part)
    return time.process_time() - began
