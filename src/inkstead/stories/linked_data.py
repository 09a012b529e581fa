"""What a story, a part and a writer are in the words of schema.org (JSON-LD 1.1), for search engines and tools of
readers. A writer is a pen name and nothing more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from inkstead.stories.queries import Link, StoryCard

CONTEXT = {"@context": "https://schema.org"}


def of_book(card: StoryCard, since: datetime | None, image: str = "") -> Mapping[str, Any]:
    return {
        **CONTEXT,
        "@type": "Book",
        **_named(Link(card.title, card.url)),
        "author": _people(card.authors),
        "inLanguage": card.language,
        **({"image": image} if image else {}),
        **_when("datePublished", since),
        **_when("dateModified", card.latest_at),
        **({"keywords": [tag.title for tag in card.tags]} if card.tags else {}),
    }


def of_chapter(
    part: Link, number: int, card: StoryCard, published: datetime | None, revised: datetime | None
) -> Mapping[str, Any]:
    """Small: it goes with every page that is read."""
    return {
        **CONTEXT,
        "@type": "Chapter",
        **_named(part),
        "position": number,
        "author": _people(card.authors),
        "isPartOf": {"@type": "Book", **_named(Link(card.title, card.url))},
        **_when("datePublished", published),
        **_when("dateModified", revised),
    }


def of_writer(name: Link) -> Mapping[str, Any]:
    return {**CONTEXT, "@type": "ProfilePage", "mainEntity": {"@type": "Person", **_named(name)}}


def _named(what: Link) -> Mapping[str, str]:
    return {"name": what.title, "url": settings.BASE_URL + what.url}


def _people(authors: Iterable[Link]) -> list[Mapping[str, str]]:
    return [{"@type": "Person", **_named(author)} for author in authors]


def _when(name: str, moment: datetime | None) -> Mapping[str, str]:
    return {name: moment.isoformat(timespec="seconds")} if moment else {}
