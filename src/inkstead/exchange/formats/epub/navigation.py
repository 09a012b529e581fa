"""Tables of contents: the EPUB 3 navigation document, and the NCX of EPUB 2."""

from __future__ import annotations

from itertools import groupby

from inkstead.exchange.book import Book, BookPart
from inkstead.exchange.formats.epub.pages import file_of, page
from inkstead.exchange.formats.xhtml import text_of, value_of


def contents(book: Book) -> str:
    start = file_of(book.parts[0]) if book.parts else "title.xhtml"
    cover = '<li><a epub:type="cover" href="cover.xhtml">Cover</a></li>\n' if book.cover else ""
    body = (
        f'<nav epub:type="toc" role="doc-toc" id="toc">\n<h1>{text_of(book.title)}</h1>\n'
        f"<ol>\n{_entries(book)}\n</ol>\n</nav>\n"
        f'<nav epub:type="landmarks" hidden="hidden">\n<ol>\n{cover}'
        '<li><a epub:type="titlepage" href="title.xhtml">Title page</a></li>\n'
        '<li><a epub:type="toc" href="contents.xhtml#toc">Contents</a></li>\n'
        f'<li><a epub:type="bodymatter" href="{start}">Text</a></li>\n</ol>\n</nav>'
    )
    return page(book, book.title, body)


def _entries(book: Book) -> str:
    written = []
    for volume, group in groupby(book.parts, key=lambda part: part.volume):
        lines = "\n".join(_entry(part) for part in group)
        written.append(f"<li><span>{text_of(volume)}</span>\n<ol>\n{lines}\n</ol></li>" if volume else lines)
    return "\n".join(written) or '<li><a href="title.xhtml">Title page</a></li>'


def _entry(part: BookPart) -> str:
    return f'<li><a href="{file_of(part)}">{text_of(part.title)}</a></li>'


def ncx(book: Book) -> str:
    points = [("title.xhtml", book.title), *((file_of(part), part.title) for part in book.parts)]
    written = "\n".join(
        f'<navPoint id="n{order}" playOrder="{order}"><navLabel><text>{text_of(title)}</text></navLabel>'
        f'<content src="{file}"/></navPoint>'
        for order, (file, title) in enumerate(points, start=1)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" xml:lang="{value_of(book.language)}">\n'
        f'<head><meta name="dtb:uid" content="{value_of(book.identifier)}"/></head>\n'
        f"<docTitle><text>{text_of(book.title)}</text></docTitle>\n<navMap>\n{written}\n</navMap>\n</ncx>\n"
    )
