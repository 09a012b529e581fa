"""Dates as people write them."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe


@lru_cache(maxsize=8192)
def day(moment: datetime | None, extra: str = "") -> SafeString:
    """A `<time>`. Never "2 days ago": pages are kept until something on them changes."""
    if moment is None:
        return SafeString("")
    at = moment.astimezone(UTC)
    marked = f' class="{extra}"' if extra else ""
    return mark_safe(f'<time datetime="{at:%Y-%m-%dT%H:%M:%SZ}"{marked}>{at.day} {at:%B %Y}</time>')  # noqa: S308
