"""Moments as the reader of the page has them on the wall: for pages that are one person's. Pages that are kept for
everybody have the UTC day (`day`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.safestring import SafeString

from inkstead.lib.zones import wall_of, zone_of, zone_word
from inkstead.web.dates import day, timed

register = template.Library()


@register.simple_tag(takes_context=True)
def when(context: Context, at: datetime | None, zone: str = "") -> SafeString:
    """ "Thursday 17 December 2026, 18:00 Berlin time", in this zone, or in the one of whoever looks at the page."""
    named = zone or zone_of_viewer(context)
    return SafeString("") if at is None else timed(at, f"{said(at, named)} {zone_word(named)}", "clock")


@register.simple_tag(takes_context=True)
def clock(context: Context, at: datetime | None, zone: str = "") -> SafeString:
    """The same without the zone, where the page says it once, and without this year."""
    if at is None:
        return SafeString("")
    words = said(at, zone or zone_of_viewer(context))
    return timed(at, words.replace(f" {timezone.now().year},", ","), "clock")


@register.simple_tag(takes_context=True)
def own_day(context: Context, at: datetime | None) -> SafeString:
    """ "17 December 2026": the day it was where the viewer is."""
    return day(at, zone=zone_of_viewer(context))


@register.simple_tag(takes_context=True)
def own_time(context: Context, at: datetime) -> str:
    """ "18:00" """
    return f"{wall_of(at, zone_of(zone_of_viewer(context))):%H:%M}"


@register.simple_tag(takes_context=True)
def own_moment(context: Context, at: datetime | None) -> SafeString:
    """ "17 December 2026, 18:00 Berlin time": a day that is long ago has no name."""
    if at is None:
        return SafeString("")
    named = zone_of_viewer(context)
    wall = wall_of(at, zone_of(named))
    return timed(at, f"{wall.day} {wall:%B %Y}, {wall:%H:%M} {zone_word(named)}")


@register.simple_tag(takes_context=True)
def own_zone(context: Context) -> str:
    """ "Berlin time" """
    return zone_word(zone_of_viewer(context))


def said(at: datetime, zone: str) -> str:
    wall = wall_of(at, zone_of(zone))
    return f"{wall:%A} {wall.day} {wall:%B} {wall.year}, {wall:%H:%M}"


def zone_of_viewer(context: Context) -> str:
    request: Any = context.get("request") or getattr(context, "request", None)  # the second where `only` hid it
    return getattr(getattr(request, "user", None), "zone", "") or "UTC"
