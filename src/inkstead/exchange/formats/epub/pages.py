"""The pages of the book."""

from __future__ import annotations

from collections.abc import Mapping

from inkstead.exchange.book import Book, BookPart, byline, typed_paragraphs
from inkstead.exchange.formats.xhtml import text_of, value_of, xhtml_of

STYLE = """body { margin: 0 5%; line-height: 1.5; }
h1 { margin: 3em 0 2em; text-align: center; font-size: 1.5em; line-height: 1.25; }
h2, h3, h4 { margin: 2em 0 1em; }
p { margin: 0; }
p + p { text-indent: 1.4em; }
hr { margin: 1.5em auto; width: 4em; border: 0; text-align: center; }
hr::before { content: "\\2042"; }
blockquote { margin: 1em 1.5em; }
aside { margin: 1.5em 0; padding-left: 1em; border-left: 2px solid; font-size: 0.9em; }
.volume, .by, .title, .cover { text-align: center; text-indent: 0; }
.title { margin-top: 4em; }
img { max-width: 100%; max-height: 100%; }
.align-center { text-align: center; text-indent: 0; }
.align-right { text-align: right; }
.align-left { text-align: left; }
.align-justify { text-align: justify; }
.small-caps { font-variant: small-caps; }
.telling { margin: 0 0 0.5em; font-size: 0.8em; text-indent: 0; }
.telling + p { text-indent: 0; }
"""


def file_of(part: BookPart) -> str:
    return f"part-{part.id}.xhtml"


def image_files(book: Book) -> dict[str, str]:
    return {address: f"image-{number}.jpg" for number, address in enumerate(book.images, start=1)}


def cover(book: Book) -> str:
    image = f'<img src="cover.jpg" alt="{value_of(f"Cover of {book.title}")}" role="doc-cover"/>'
    return page(book, book.title, f'<section epub:type="cover" class="cover">{image}</section>')


def title_page(book: Book) -> str:
    lines = [
        f'<h1 class="title" epub:type="title">{text_of(book.title)}</h1>',
        f'<p class="by">{text_of(byline(book.authors))}</p>',
        typed(book.summary),
        f'<p class="by"><a href="{value_of(book.url)}">{text_of(book.site)}</a></p>',
    ]
    return page(book, book.title, f'<section epub:type="titlepage">\n{_joined(lines)}\n</section>')


def part_page(book: Book, part: BookPart) -> str:
    inside = {other.id: file_of(other) for other in book.parts}
    own_site = book.url.partition("/story/")[0]
    prose = xhtml_of(part.html, inside=inside, own_site=own_site, images=image_files(book))
    prose = _with_tellings(prose, part, inside)
    lines = [
        f'<p class="volume">{text_of(part.volume)}</p>' if part.volume else "",
        f"<h1>{text_of(part.title)}</h1>",
        _note(part.notes_before, "before"),
        f'<div class="prose">\n{prose}\n</div>' if prose else "",
        _note(part.notes_after, "after"),
    ]
    return page(book, part.title, f'<section epub:type="chapter" role="doc-chapter">\n{_joined(lines)}\n</section>')


def _with_tellings(prose: str, part: BookPart, inside: Mapping[int, str]) -> str:
    """At the head of a scene that the book tells again: a line that leads there."""
    for told in part.tellings:
        at = prose.find(f' id="{told.block}"')
        if at < 0 or told.part not in inside:
            continue
        words = f"See this through {told.narrator}" if told.narrator else "See this from the other side"
        link = f'<a href="{inside[told.part]}#{value_of(told.at)}">{text_of(words)}</a>'
        start = prose.rfind("<", 0, at)
        prose = f'{prose[:start]}<p class="telling" lang="en" xml:lang="en">{link}</p>\n{prose[start:]}'
    return prose


def page(book: Book, title: str, body: str, head: str = "") -> str:
    language = f'lang="{value_of(book.language)}" xml:lang="{value_of(book.language)}"'
    direction = ' dir="rtl"' if book.direction == "rtl" else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" {language}{direction}>\n'
        f'<head>\n<title>{text_of(title)}</title>\n<link rel="stylesheet" href="style.css"/>\n{head}</head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def typed(text: str) -> str:
    return "\n".join(f"<p>{'<br/>'.join(text_of(line) for line in lines)}</p>" for lines in typed_paragraphs(text))


def _note(text: str, where: str) -> str:
    return f'<aside class="note-{where}" epub:type="annotation">\n{typed(text)}\n</aside>' if text else ""


def _joined(lines: list[str]) -> str:
    return "\n".join(line for line in lines if line)
