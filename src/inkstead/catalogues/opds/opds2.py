"""OPDS 2.0."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from inkstead.catalogues.feeds.atom import stamp
from inkstead.catalogues.opds.model import Catalogue, Facet, Publication

TYPE = "application/opds+json"
PUBLICATION = "application/opds-publication+json"
AUTHENTICATION = "application/opds-authentication+json"


def content_type(catalogue: Catalogue) -> str:
    return PUBLICATION if catalogue.alone else TYPE


def written(catalogue: Catalogue) -> str:
    if catalogue.alone:
        return json.dumps(_book(catalogue.books[0]), ensure_ascii=False)
    links = [
        _link("self", catalogue.url),
        _link("start", catalogue.start),
        {**_link("search", catalogue.search + "{?query}"), "templated": True},
    ]
    links += [_link("next", catalogue.next)] if catalogue.next else []
    told: dict[str, Any] = {
        "metadata": {"title": catalogue.title, "modified": stamp(catalogue.updated)},
        "links": links,
    }
    if catalogue.facets:
        told["facets"] = list(_facets(catalogue.facets))
    if catalogue.holds_books:
        told["publications"] = [_book(book) for book in catalogue.books]
    else:
        told["navigation"] = [{**_link(leaf.rel, leaf.url), "title": leaf.title} for leaf in catalogue.leaves]
    return json.dumps(told, ensure_ascii=False)


def authentication(title: str, address: str) -> str:
    """What a 401 carries: how to sign in, and under which words."""
    basic = {"type": "http://opds-spec.org/auth/basic", "labels": {"login": "Pen name", "password": "Token"}}
    told = {
        "id": address,
        "title": title,
        "description": "Your pen name, and as the password a token that you made under You, Tokens.",
        "authentication": [basic],
    }
    return json.dumps(told, ensure_ascii=False)


def _link(rel: str, href: str, kind: str = TYPE) -> dict[str, Any]:
    return {"rel": rel, "href": href, "type": kind}


def _facets(facets: Iterable[Facet]) -> Iterable[dict[str, Any]]:
    for group, members in groupby(facets, key=lambda facet: facet.group):
        links = [
            {"href": one.url, "type": TYPE, "title": one.title, **({"rel": "self"} if one.is_active else {})}
            for one in members
        ]
        yield {"metadata": {"title": group}, "links": links}


def _book(book: Publication) -> dict[str, Any]:
    return {
        "metadata": {
            "@type": "http://schema.org/Book",
            "identifier": book.id,
            "title": book.title,
            "author": [{"name": one.name, "links": [{"href": one.url, "type": "text/html"}]} for one in book.authors],
            "language": book.language,
            "published": stamp(book.published),
            "modified": stamp(book.updated),
            "description": book.summary,
            "subject": list(book.tags),
        },
        "links": [
            _link("self", book.entry, PUBLICATION),
            _link("http://opds-spec.org/acquisition/open-access", book.epub, "application/epub+zip"),
            _link("alternate", book.page, "text/html"),
        ],
        "images": [
            {"href": book.cover, "type": "image/jpeg"},
            {"href": book.thumbnail, "type": "image/jpeg", "width": 240, "height": 360},
        ],
    }
