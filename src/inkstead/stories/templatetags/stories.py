from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString

from inkstead.stories.queries import Entry
from inkstead.web.fragments import Fragment

register = template.Library()

_entry = Fragment(
    "components/contents_entry.html",
    values=("entry.id", "entry.url", "entry.number", "entry.title", "entry.mark", "entry.day"),
    flags=("entry.current", "entry.mark"),
)


@register.simple_tag
def contents_rows(entries: Sequence[Entry]) -> SafeString:
    """The lines of a table of contents."""
    return _entry.each(entries)
