"""Searches that are kept, and browsers that are told."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from pydantic import Field

from inkstead.api.schemas.base import Answer, Given, Text
from inkstead.api.schemas.stories import Flag
from inkstead.discovery.models import SavedSearch
from inkstead.notifications.models import PushEndpoint


class SearchGiven(Given):
    query: Text
    hides: Flag = Field(default=False, description="Hide what it finds from your lists, instead of telling you of it.")


class SearchKept(Answer):
    id: int
    query: str
    hides: bool
    feed: str | None = Field(description="Whoever has this address can read it; null where the search hides.")
    at: datetime

    @classmethod
    def of(cls, row: SavedSearch) -> SearchKept:
        feed = None if row.hides else reverse("search_feed", args=[row.secret])
        return cls(id=row.pk, query=row.query, hides=row.hides, feed=feed, at=row.created_at)


class SearchesKept(Answer):
    items: list[SearchKept]


class BrowserGiven(Given):
    """What `pushManager.subscribe` answers in a browser."""

    endpoint: Text
    p256dh: Text
    auth: Text
    label: Text = ""


class Browser(Answer):
    id: int
    label: str
    at: datetime

    @classmethod
    def of(cls, row: PushEndpoint) -> Browser:
        return cls(id=row.pk, label=row.label, at=row.created_at)


class Browsers(Answer):
    items: list[Browser]
    key: str = Field(description="The site's public key, which a browser subscribes with.")
