"""A catalogue for e-readers, before it is written as OPDS 1.2 or 2.0. Addresses are whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from inkstead.catalogues.feeds import Person

SUBSECTION, NEW, POPULAR = "subsection", "http://opds-spec.org/sort/new", "http://opds-spec.org/sort/popular"


@dataclass(frozen=True, slots=True)
class Leaf:
    """Another page of the catalogue."""

    title: str
    url: str
    about: str = ""
    rel: str = SUBSECTION
    holds_books: bool = True


@dataclass(frozen=True, slots=True)
class Publication:
    """A story as a book."""

    id: str
    title: str
    authors: Sequence[Person]
    language: str
    published: datetime
    updated: datetime
    summary: str
    tags: Sequence[str]
    page: str
    entry: str  # this book alone, as a catalogue says it
    epub: str
    cover: str
    thumbnail: str


@dataclass(frozen=True, slots=True)
class Facet:
    group: str
    title: str
    url: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One page: either leaves or books. Of a book that stands `alone` only the book is written."""

    title: str
    url: str
    start: str
    updated: datetime
    leaves: Sequence[Leaf] = ()
    books: Sequence[Publication] = ()
    facets: Sequence[Facet] = ()
    next: str = ""
    holds_books: bool = False
    alone: bool = False
    robots: str = ""  # what a header tells programs that collect pages
    names: Sequence[str] = ()

    @property
    def search(self) -> str:
        return f"{self.start}search/"

    @property
    def description(self) -> str:
        return f"{self.start}search.xml"
