"""What readers of feeds would say of ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import feedparser
from lxml import etree

GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom_grammar.rng")))


def complaints(body: bytes) -> list[str]:
    """The grammar's, feedparser's, and what a grammar cannot say: ids once, an author, what a feed is read at."""
    tree = etree.fromstring(body)
    GRAMMAR.validate(tree)
    found = [str(error) for error in GRAMMAR.error_log]
    parsed: Any = feedparser.parse(body)
    found += [repr(parsed.bozo_exception)] if parsed.bozo else []
    ids = [entry.id for entry in parsed.entries]
    found += ["An id twice."] if len(ids) != len(set(ids)) else []
    found += [f"No author: {entry.id}" for entry in parsed.entries if not entry.get("author")]
    rels = [link.rel for link in parsed.feed.links]
    found += ["It does not say where it is read."] if rels.count("self") != 1 else []
    return found
