"""Plain text: what a reader sees, with the scene breaks as they are shown."""

from __future__ import annotations

from inkstead.exchange.book import Book, BookPart, byline

RULE = "-" * 40


def write_text(book: Book) -> bytes:
    head = [book.title, f"by {byline(book.authors)}", *([book.summary] if book.summary else []), book.url]
    return ("\n\n".join([*head, *_parts(book)]).replace("\r\n", "\n") + "\n").encode()


def _parts(book: Book) -> list[str]:
    written, volume = [], ""
    for part in book.parts:
        if part.volume and part.volume != volume:
            written.append(f"{RULE}\n\n{part.volume.upper()}")
        volume = part.volume
        written.append(_part(part))
    return written


def _part(part: BookPart) -> str:
    notes = [f"[{text}]" if text else "" for text in (part.notes_before, part.notes_after)]
    return "\n\n".join(filter(None, [RULE, part.title, notes[0], part.text, notes[1]]))
