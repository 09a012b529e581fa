"""Atom (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from inkstead.catalogues.feeds.model import Feed, FeedEntry, Person
from inkstead.catalogues.xml import HEAD, element, text

TYPE = "application/atom+xml; charset=utf-8"
NAMESPACE = "http://www.w3.org/2005/Atom"


def atom(feed: Feed, address: str) -> str:
    """`address` is where it is read."""
    return HEAD + element(
        "feed",
        element("id", text(feed.id)),
        element("title", text(feed.title)),
        *([element("subtitle", text(feed.subtitle))] if feed.subtitle else []),
        element("updated", stamp(feed.updated)),
        element("link", rel="self", type="application/atom+xml", href=address),
        *([element("link", rel="hub", href=feed.hub)] if feed.hub else []),
        element("link", rel="alternate", type="text/html", href=feed.url),
        element("generator", "Inkstead"),
        *(_entry(entry) for entry in feed.entries),
        xmlns=NAMESPACE,
    )


def stamp(moment: datetime) -> str:
    """RFC 3339, in seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def people(authors: Iterable[Person]) -> str:
    return "".join(element("author", element("name", text(one.name)), element("uri", text(one.url))) for one in authors)


def _entry(entry: FeedEntry) -> str:
    return element(
        "entry",
        element("id", text(entry.id)),
        element("title", text(entry.title)),
        element("updated", stamp(entry.updated)),
        element("published", stamp(entry.published)),
        people(entry.authors),
        element("link", rel="alternate", type="text/html", href=entry.url, hreflang=entry.language),
        *(element("category", term=tag) for tag in entry.tags),
        *([element("summary", text(entry.summary))] if entry.summary or not entry.html else []),
        *([element("content", text(entry.html), type="html", xml__lang=entry.language)] if entry.html else []),
    )
