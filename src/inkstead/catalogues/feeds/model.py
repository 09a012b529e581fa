"""A feed, before it is written as Atom or JSON. Addresses are whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """`html` is the text as the feed may carry it; empty when only `summary` may be told."""

    id: str
    url: str
    title: str
    authors: Sequence[Person]
    published: datetime
    updated: datetime
    language: str
    summary: str = ""
    html: str = ""
    tags: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """`id` stays the same whatever the feed is called and wherever it is read."""

    id: str
    title: str
    url: str  # the page that it follows
    updated: datetime
    entries: Sequence[FeedEntry]
    names: Sequence[str] = ()  # what it was made of, as pages name it
    subtitle: str = ""
    robots: str = ""
    hub: str = ""  # where a reader can ask to be told at once (WebSub)
