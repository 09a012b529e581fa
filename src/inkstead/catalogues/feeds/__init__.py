"""Feeds: one model, two ways of writing it."""

from __future__ import annotations

from collections.abc import Callable

from inkstead.catalogues.feeds.atom import TYPE as ATOM_TYPE
from inkstead.catalogues.feeds.atom import atom
from inkstead.catalogues.feeds.json_feed import TYPE as JSON_TYPE
from inkstead.catalogues.feeds.json_feed import json_feed
from inkstead.catalogues.feeds.model import Feed, FeedEntry, Person

# By the ending of an address: the content type, and what writes it.
FORMS: dict[str, tuple[str, Callable[[Feed, str], str]]] = {
    "atom": (ATOM_TYPE, atom),
    "json": (JSON_TYPE, json_feed),
}

__all__ = ["FORMS", "Feed", "FeedEntry", "Person"]
