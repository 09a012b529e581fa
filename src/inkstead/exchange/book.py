"""A story on its way out: all that any format shows of it, and nothing that its readers may not see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OtherTelling:
    """A scene that begins with this block is told again elsewhere in the book."""

    block: str
    narrator: str  # empty where nobody is certain to tell it
    part: int
    at: str  # the block with which the other one begins


@dataclass(frozen=True, slots=True)
class BookPart:
    id: int
    title: str
    volume: str  # empty when it stands in none
    html: str  # as stored: blocks with their ids
    text: str
    words: int
    url: str  # absolute
    notes_before: str = ""  # typed text, paragraphs set apart by empty lines
    notes_after: str = ""
    published_at: datetime | None = None
    tellings: Sequence[OtherTelling] = ()


@dataclass(frozen=True, slots=True)
class Book:
    identifier: str  # urn:uuid:…, the same for ever
    title: str
    authors: Sequence[str]
    language: str
    direction: str  # "ltr" or "rtl"
    summary: str
    url: str  # absolute
    site: str
    status: str
    rating: str
    modified: datetime  # of the newest thing in it, never of now
    warnings: Sequence[str] = ()
    tags: Sequence[str] = ()
    cover: bytes = b""  # a JPEG
    parts: Sequence[BookPart] = field(default_factory=tuple)
    # The pictures of its texts, JPEGs, by the addresses that the texts know.
    images: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def words(self) -> int:
        return sum(part.words for part in self.parts)


def byline(authors: Sequence[str]) -> str:
    return " & ".join(authors)


def typed_paragraphs(text: str) -> list[list[str]]:
    """Typed text as paragraphs of lines."""
    flat = text.replace("\r\n", "\n").strip("\n")
    return [part.split("\n") for part in flat.split("\n\n") if part.strip()]
