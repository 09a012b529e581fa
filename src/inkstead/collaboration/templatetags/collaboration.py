from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from inkstead.collaboration.models import Suggestion
from inkstead.lib.prose import split_blocks
from inkstead.lib.prose.merging import marked, words_of

register = template.Library()


@register.filter
def suggested(row: Suggestion) -> SafeString:
    """What a suggestion changed, against the passage that it was made for."""
    before = [] if row.kind == Suggestion.Kind.ADD else words_of(split_blocks(row.then_html))
    return mark_safe(marked(before, words_of(split_blocks(row.html))))  # noqa: S308 - cleaned when it was saved
