"""One web page that needs nothing else: it can be kept, printed and read anywhere."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping

from inkstead.exchange.book import Book, BookPart, byline, typed_paragraphs
from inkstead.exchange.formats.xhtml import text_of, value_of, xhtml_of

HEAD = '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">'
STYLE = """
:root { color-scheme: light dark; }
body { max-width: 34em; margin: 3em auto; padding: 0 1.2em; font: 1.1em/1.6 Literata, Georgia, serif; }
header, h1, h2 { text-align: center; } h2 { margin-top: 4em; } .volume { margin-top: 5em; letter-spacing: .1em; }
nav ol { padding-inline-start: 1.5em; } p { margin: 0; } p + p { text-indent: 1.4em; }
hr { border: 0; text-align: center; margin: 1.6em 0; } hr::before { content: "⁂"; }
aside { margin: 1.5em 0; padding-inline-start: 1em; border-inline-start: 2px solid; font-size: .9em; }
img { max-width: 100%; } blockquote { margin: 1em 1.5em; }
.align-center { text-align: center; } .align-right { text-align: right; }
.align-left { text-align: left; } .align-justify { text-align: justify; } .small-caps { font-variant: small-caps; }
"""


def write_html(book: Book) -> bytes:
    inside = {part.id: f"#part-{part.id}" for part in book.parts}
    direction = ' dir="rtl"' if book.direction == "rtl" else ""
    authors = "".join(f'<meta name="author" content="{value_of(name)}">\n' for name in book.authors)
    lines = [
        f'<!DOCTYPE html>\n<html lang="{value_of(book.language)}"{direction}>',
        f"<head>\n{HEAD}\n{authors}<title>{text_of(book.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>",
        f"<header>\n<h1>{text_of(book.title)}</h1>\n<p>{text_of(byline(book.authors))}</p>",
        f'<p><a href="{value_of(book.url)}">{text_of(book.site)}</a></p>\n</header>',
        typed_html(book.summary),
        _contents(book),
        *_parts(book, inside),
        "</body>\n</html>\n",
    ]
    return "\n".join(filter(None, lines)).encode()


def typed_html(text: str) -> str:
    return "\n".join(f"<p>{'<br/>'.join(text_of(line) for line in lines)}</p>" for lines in typed_paragraphs(text))


def _contents(book: Book) -> str:
    if len(book.parts) < 2:
        return ""
    entries = "\n".join(f'<li><a href="#part-{part.id}">{text_of(part.title)}</a></li>' for part in book.parts)
    return f"<nav>\n<ol>\n{entries}\n</ol>\n</nav>"


def _parts(book: Book, inside: dict[int, str]) -> list[str]:
    written, volume = [], ""
    images = {at: f"data:image/jpeg;base64,{b64encode(data).decode()}" for at, data in book.images.items()}
    for part in book.parts:
        if part.volume and part.volume != volume:
            written.append(f'<p class="volume align-center">{text_of(part.volume)}</p>')
        volume = part.volume
        written.append(_part(part, inside, own_site=book.url.partition("/story/")[0], images=images))
    return written


def _part(part: BookPart, inside: dict[int, str], *, own_site: str, images: Mapping[str, str]) -> str:
    before, after = (f"<aside>\n{typed_html(text)}\n</aside>" if text else "" for text in _notes(part))
    prose = xhtml_of(part.html, inside=inside, own_site=own_site, images=images)
    pieces = [f'<section id="part-{part.id}">\n<h2>{text_of(part.title)}</h2>', before, prose, after, "</section>"]
    return "\n".join(filter(None, pieces))


def _notes(part: BookPart) -> tuple[str, str]:
    return part.notes_before, part.notes_after
