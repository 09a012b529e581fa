"""What the head of a page says about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings

# What pages and feeds say to programs that collect texts to train on.
NO_TRAINING = "noai, noimageai"


@dataclass(frozen=True, slots=True)
class PageMeta:
    title: str
    description: str
    url: str  # path on this site
    language: str = "en"
    direction: str = "ltr"
    kind: str = "website"  # Open Graph type
    share_image: str = ""
    robots: str = ""
    feed: str = ""  # where its feed is, without the ending that says as what it is written
    published: datetime | None = None
    modified: datetime | None = None
    data: Mapping[str, Any] = field(default_factory=dict)  # JSON-LD

    @property
    def canonical(self) -> str:
        return settings.BASE_URL + self.url
