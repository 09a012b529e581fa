"""Markdown (CommonMark). What it has no words for, underlining or alignment say, is left out; the text never is."""

from __future__ import annotations

import re
from dataclasses import replace

from inkstead.exchange.book import Book, BookPart, byline, typed_paragraphs
from inkstead.lib.prose import Block, split_blocks
from inkstead.lib.prose.markdown import Inexpressible, markdown_of

UNSPOKEN = re.compile(r' (?:class|lang|dir)="[^"]*"|</?(?:u|sub|sup|ruby)(?: [^>]*)?>|<rp>.*?</rp>')
READING = re.compile(r"<rt[^>]*>(.*?)</rt>")
SPECIAL = re.compile(r"[\\`*_\[\]<>]|^\s*(?:[-+#=~]|\d{1,9}(?=[.)]))", re.MULTILINE)


def write_markdown(book: Book) -> bytes:
    head = [f"# {escaped(book.title)}", f"by {escaped(byline(book.authors))}"]
    if book.summary:
        head.append(_typed(book.summary))
    head.append(f"<{book.url}>")
    return ("\n\n".join([*head, *_parts(book)]) + "\n").encode()


def _parts(book: Book) -> list[str]:
    written, volume = [], ""
    has_volumes = any(part.volume for part in book.parts)
    for part in book.parts:
        if part.volume and part.volume != volume:
            written.append(f"# {escaped(part.volume)}")
        volume = part.volume
        written.append(_part(part, "##" if has_volumes or len(book.parts) > 1 else "#"))
    return written


def _part(part: BookPart, mark: str) -> str:
    before, after = (_note(text) if text else "" for text in (part.notes_before, part.notes_after))
    text = "\n\n".join(_block(block) for block in split_blocks(part.html))
    return "\n\n".join(filter(None, [f"{mark} {escaped(part.title)}", before, text, after]))


def _block(block: Block) -> str:
    simpler = READING.sub(r"(\1)", UNSPOKEN.sub("", block.html))
    for html in (block.html, simpler):
        try:
            return markdown_of([replace(block, html=html)])
        except Inexpressible:
            continue
    return "\n\n".join(escaped(line) for line in block.text.split("\n"))


def _note(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in _typed(text).split("\n"))


def _typed(text: str) -> str:
    return "\n\n".join("\\\n".join(escaped(line) for line in lines) for lines in typed_paragraphs(text))


def escaped(text: str) -> str:
    return SPECIAL.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    mark = found[0]
    if mark.lstrip().isdigit():
        return mark + "\\"  # before its full stop
    return mark[:-1] + "\\" + mark[-1]
