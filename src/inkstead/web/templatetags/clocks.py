"""Moments as the reader of the page has them on the wall."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from inkstead.lib.zones import wall_of, zone_of, zone_word

register = template.Library()


@register.simple_tag(takes_context=True)
def when(context: Context, at: datetime | None, zone: str = "") -> SafeString:
    """ "Thursday 17 December 2026, 18:00 Berlin time", in this zone, or in the one of whoever looks at the page."""
    named = zone or zone_of_viewer(context)
    return SafeString("") if at is None else _time(at, f"{said(at, named)} {zone_word(named)}")


@register.simple_tag(takes_context=True)
def clock(context: Context, at: datetime | None, zone: str = "") -> SafeString:
    """The same without the zone, where the page says it once, and without this year."""
    if at is None:
        return SafeString("")
    words = said(at, zone or zone_of_viewer(context))
    return _time(at, words.replace(f" {timezone.now().year},", ","))


def said(at: datetime, zone: str) -> str:
    wall = wall_of(at, zone_of(zone))
    return f"{wall:%A} {wall.day} {wall:%B} {wall.year}, {wall:%H:%M}"


def zone_of_viewer(context: Context) -> str:
    request: Any = context.get("request")
    return getattr(getattr(request, "user", None), "zone", "") or "UTC"


def _time(at: datetime, words: str) -> SafeString:
    return mark_safe(f'<time class="clock" datetime="{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}">{words}</time>')  # noqa: S308
