"""The package document: what the book is, what is in it and in which order (EPUB 3.3, section 5)."""

from __future__ import annotations

from datetime import UTC

from inkstead.exchange.book import Book
from inkstead.exchange.formats.epub.pages import file_of, image_files
from inkstead.exchange.formats.xhtml import text_of, value_of

XHTML = "application/xhtml+xml"
# EPUB Accessibility 1.1: what a reader who cannot see, or cannot point, needs to know before opening it.
ACCESSIBILITY = (
    ("accessMode", "textual"),
    ("accessModeSufficient", "textual"),
    ("accessibilityFeature", "tableOfContents"),
    ("accessibilityFeature", "readingOrder"),
    ("accessibilityFeature", "structuralNavigation"),
    ("accessibilityFeature", "displayTransformability"),
    ("accessibilityFeature", "unlocked"),
    ("accessibilityHazard", "none"),
    ("accessibilitySummary", "Text with a table of contents; nothing needs to be seen, heard or pointed at."),
)


def package(book: Book) -> str:
    direction = ' page-progression-direction="rtl"' if book.direction == "rtl" else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" '
        f'xml:lang="{value_of(book.language)}">\n{_metadata(book)}\n'
        f"<manifest>\n{_manifest(book)}\n</manifest>\n"
        f'<spine toc="ncx"{direction}>\n{_spine(book)}\n</spine>\n</package>\n'
    )


def _metadata(book: Book) -> str:
    lines = [
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">',
        f'<dc:identifier id="id">{text_of(book.identifier)}</dc:identifier>',
        f"<dc:title>{text_of(book.title)}</dc:title>",
        f"<dc:language>{text_of(book.language)}</dc:language>",
    ]
    for number, name in enumerate(book.authors, start=1):
        lines.append(f'<dc:creator id="author-{number}">{text_of(name)}</dc:creator>')
        lines.append(f'<meta refines="#author-{number}" property="role" scheme="marc:relators">aut</meta>')
    if book.summary.strip():
        lines.append(f"<dc:description>{text_of(book.summary.strip())}</dc:description>")
    lines += [f"<dc:subject>{text_of(tag)}</dc:subject>" for tag in book.tags]
    lines += [
        f"<dc:source>{text_of(book.url)}</dc:source>",
        f"<dc:publisher>{text_of(book.site)}</dc:publisher>",
        f'<meta property="dcterms:modified">{book.modified.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</meta>',
        '<meta name="generator" content="Inkstead"/>',
        *(f'<meta property="schema:{name}">{text_of(value)}</meta>' for name, value in ACCESSIBILITY),
    ]
    if book.cover:
        lines += ['<meta name="cover" content="cover-image"/>', '<meta property="schema:accessMode">visual</meta>']
    return "\n".join([*lines, "</metadata>"])


def _manifest(book: Book) -> str:
    items = [
        f'<item id="contents" href="contents.xhtml" media-type="{XHTML}" properties="nav"/>',
        '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>',
        '<item id="style" href="style.css" media-type="text/css"/>',
    ]
    if book.cover:
        items.append('<item id="cover-image" href="cover.jpg" media-type="image/jpeg" properties="cover-image"/>')
        items.append(f'<item id="cover" href="cover.xhtml" media-type="{XHTML}"/>')
    items += [f'<item id="{name[:-4]}" href="{name}" media-type="image/jpeg"/>' for name in image_files(book).values()]
    items.append(f'<item id="title" href="title.xhtml" media-type="{XHTML}"/>')
    items += [f'<item id="part-{part.id}" href="{file_of(part)}" media-type="{XHTML}"/>' for part in book.parts]
    return "\n".join(items)


def _spine(book: Book) -> str:
    """Cover, title page and contents always stand first: what comes later in a serial only ever stands behind them."""
    first = [*(["cover"] if book.cover else []), "title", "contents"]
    return "\n".join(f'<itemref idref="{name}"/>' for name in [*first, *(f"part-{part.id}" for part in book.parts)])
