from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from inkstead.stories.cards import Card, byline_html, card_html, counts_html, cover_html, tags_html
from inkstead.stories.queries import StoryCard

register = template.Library()
register.simple_tag(cover_html, name="cover")
register.simple_tag(byline_html, name="byline")
register.simple_tag(counts_html, name="counts")
register.simple_tag(tags_html, name="tags")


@register.simple_tag
def card(shown: Card | StoryCard, level: int = 3, *, hide_author: bool = False) -> SafeString:
    """A story that is shown without its latest part is enough."""
    return card_html(shown if isinstance(shown, Card) else Card(shown), level, hide_author=hide_author)


@register.simple_tag
def cards(shown: Iterable[Card | StoryCard], level: int = 3, *, hide_author: bool = False) -> SafeString:
    """One below the other."""
    told = format_html_join("\n", "{}", ((card(one, level, hide_author=hide_author),) for one in shown))
    return format_html('<div class="cards">\n{}\n</div>', told)
