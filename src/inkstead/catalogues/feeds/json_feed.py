"""JSON Feed 1.1."""

from __future__ import annotations

import json
from typing import Any

from inkstead.catalogues.feeds.atom import stamp
from inkstead.catalogues.feeds.model import Feed, FeedEntry

TYPE = "application/feed+json; charset=utf-8"


def json_feed(feed: Feed, address: str) -> str:
    """`address` is where it is read."""
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.url,
        "feed_url": address,
        **({"description": feed.subtitle} if feed.subtitle else {}),
        **({"hubs": [{"type": "WebSub", "url": feed.hub}]} if feed.hub else {}),
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(told, ensure_ascii=False)


def _item(entry: FeedEntry) -> dict[str, Any]:
    text = {"content_html": entry.html} if entry.html else {"content_text": entry.summary or entry.title}
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        **text,
        **({"summary": entry.summary} if entry.summary else {}),
        "date_published": stamp(entry.published),
        "date_modified": stamp(entry.updated),
        "authors": [{"name": one.name, "url": one.url} for one in entry.authors],
        "language": entry.language,
        **({"tags": list(entry.tags)} if entry.tags else {}),
    }
