"""A story as an EPUB 3.3 book (W3C recommendation), with the EPUB 2 table of contents that older readers look for.

The same book always gives the same bytes: no clock, no random number, one order. Each part is a file of its own, named
by the part's id and standing behind everything that came before it, so that a reader's place survives new parts.
"""

from __future__ import annotations

import io
import zipfile

from inkstead.exchange.book import Book
from inkstead.exchange.formats.epub import navigation, package, pages

BEGINNING = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip can say
CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


def write_epub(book: Book) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        _add(archive, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)  # first, and not compressed (OCF 4.2)
        _add(archive, "META-INF/container.xml", CONTAINER.encode())
        _add(archive, "book/package.opf", package.package(book).encode())
        _add(archive, "book/contents.xhtml", navigation.contents(book).encode())
        _add(archive, "book/toc.ncx", navigation.ncx(book).encode())
        _add(archive, "book/style.css", pages.STYLE.encode())
        if book.cover:
            _add(archive, "book/cover.jpg", book.cover, zipfile.ZIP_STORED)
            _add(archive, "book/cover.xhtml", pages.cover(book).encode())
        for address, name in pages.image_files(book).items():
            _add(archive, f"book/{name}", book.images[address], zipfile.ZIP_STORED)
        _add(archive, "book/title.xhtml", pages.title_page(book).encode())
        for part in book.parts:
            _add(archive, f"book/{pages.file_of(part)}", pages.part_page(book, part).encode())
    return kept.getvalue()


def _add(archive: zipfile.ZipFile, name: str, data: bytes, method: int = zipfile.ZIP_DEFLATED) -> None:
    entry = zipfile.ZipInfo(name, BEGINNING)
    entry.compress_type, entry.create_system, entry.external_attr = method, 3, 0o644 << 16
    archive.writestr(entry, data, compresslevel=6)
