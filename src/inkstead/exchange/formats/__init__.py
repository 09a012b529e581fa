"""Every format a book can leave in, one slice each. A new one is a folder or a file here and a line in `WRITERS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from inkstead.exchange.book import Book
from inkstead.exchange.formats.epub.write import write_epub
from inkstead.exchange.formats.html import write_html
from inkstead.exchange.formats.json import write_json
from inkstead.exchange.formats.markdown import write_markdown
from inkstead.exchange.formats.pdf.write import write_pdf
from inkstead.exchange.formats.text import write_text


@dataclass(frozen=True, slots=True)
class Format:
    """`write` is pure: the same book always gives the same bytes."""

    label: str
    ending: str
    content_type: str
    write: Callable[[Book], bytes]
    has_cover: bool = False


WRITERS = {
    "epub": Format("EPUB", "epub", "application/epub+zip", write_epub, has_cover=True),
    "pdf": Format("PDF", "pdf", "application/pdf", write_pdf),
    "html": Format("One web page", "html", "text/html; charset=utf-8", write_html, has_cover=True),
    "markdown": Format("Markdown", "md", "text/markdown; charset=utf-8", write_markdown),
    "text": Format("Plain text", "txt", "text/plain; charset=utf-8", write_text),
    "json": Format("JSON", "json", "application/json", write_json),
}
