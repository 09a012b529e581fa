"""Dates as people write them."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe

from inkstead.lib.zones import wall_of, zone_of


@lru_cache(maxsize=8192)
def day(moment: datetime | None, extra: str = "", zone: str = "") -> SafeString:
    """A `<time>`. Never "2 days ago": pages are kept until something on them changes. Without a zone it is the UTC day,
    which is the same for everybody; a person's own pages ask for `own_day`."""
    if moment is None:
        return SafeString("")
    wall = wall_of(moment, zone_of(zone))
    return timed(moment, f"{wall.day} {wall:%B %Y}", extra)


def timed(at: datetime, words: str, extra: str = "") -> SafeString:
    """Words of ours about a moment, with the moment for machines."""
    marked = f' class="{extra}"' if extra else ""
    return mark_safe(f'<time datetime="{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"{marked}>{words}</time>')  # noqa: S308
