"""How things look in words and shapes: icons, covers, dates. Numbers are in `counts`."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from zlib import crc32

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from inkstead.lib.lines import with_names_apart
from inkstead.web.dates import day

register = template.Library()
register.filter("names_apart", with_names_apart)

ICONS = Path(__file__).parents[1] / "icons"
CLOTHS, ORNAMENTS = 24, 12


@register.simple_tag
@lru_cache(maxsize=128)
def icon(name: str, extra: str = "") -> SafeString:
    """An icon drawn in line with the text. It never speaks: the words beside it do."""
    shapes = mark_safe((ICONS / f"{name}.svg").read_text(encoding="utf-8").strip())  # noqa: S308 - our own files
    return format_html(
        '<svg class="{}" width="18" height="18" viewBox="0 0 24 24" aria-hidden="true">{}</svg>',
        f"icon {extra}".strip(),
        shapes,
    )


@register.filter
def cover_classes(story_id: object, title: str = "") -> str:
    """Cloth, ornament and size of letters: the same for a story for ever, and different for its neighbours."""
    # A checksum: stories with neighbouring ids must not look like neighbours.
    mixed = crc32(f"cover {story_id}".encode())
    return f"cover-cloth-{mixed % CLOTHS} cover-art-{(mixed >> 16) % ORNAMENTS} cover-size-{_letter_size(title)}"


@register.filter
def initial(title: str) -> str:
    """The first letter that somebody would call the story by."""
    words = [word for word in title.split() if word[:1].isalnum()]
    telling = [word for word in words if word.lower() not in {"the", "a", "an", "der", "die", "das", "le", "la", "el"}]
    return (telling or words or [title])[0][:1].upper()


register.simple_tag(day)


@register.simple_tag
def site_name() -> str:
    """From the settings: account pages bring a `site` of their own, which is only an address."""
    return str(settings.SITE_NAME)


@register.simple_tag
@lru_cache(maxsize=8)
def fixed(template_name: str) -> SafeString:
    """A piece that is the same on every page for everyone, rendered once in the life of a process."""
    return render_to_string(template_name)


# As in Django's own `json_script`: nothing in it can end the element or begin another.
_NEVER = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@register.simple_tag
def linked_data(data: Mapping[str, Any]) -> SafeString:
    """JSON-LD: data, which no browser runs."""
    told = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_NEVER)
    return mark_safe(f'<script type="application/ld+json">{told}</script>')  # noqa: S308 - escaped just above


@register.filter
def grouped(number: int) -> str:
    return f"{number:,}"


@register.filter
def counted(number: int, noun: str) -> str:
    """ "1 word", "2,000 words": the home of a number before its noun; `"story,stories"` where an s is not enough."""
    one, _, many = noun.partition(",")
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _letter_size(title: str) -> int:
    longest = max((len(word) for word in title.split()), default=0)
    if len(title) <= 14 and longest <= 7:
        return 1
    if len(title) <= 34 and longest <= 10:
        return 2
    return 3 if len(title) <= 60 and longest <= 12 else 4
