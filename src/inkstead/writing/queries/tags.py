"""Tags while somebody types: their own first, then what public stories carry."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count

from inkstead.accounts.models import User
from inkstead.lib.slugs import slugify_title
from inkstead.stories.models import Story, StoryTag, Tag

MOST = 8
KEPT = 600  # seconds: many people type the same first letters


@dataclass(frozen=True, slots=True)
class Suggestion:
    name: str
    stories: int  # public ones


def suggestions(writer: User, typed: str) -> list[Suggestion]:
    """At most eight. A tag that only hidden stories carry is told to their writer alone, without a number."""
    start = slugify_title(typed)[:40] if typed.strip() else ""
    popular = _popular(start)
    numbers = dict(popular)
    mine = Tag.objects.filter(stories__author__user=writer, slug__startswith=start).distinct().order_by("name")
    own = [Suggestion(name, numbers.get(name, 0)) for name in mine.values_list("name", flat=True)[:MOST]]
    known = {suggestion.name for suggestion in own}
    return [*own, *(Suggestion(*found) for found in popular if found[0] not in known)][:MOST]


def _popular(start: str) -> list[tuple[str, int]]:
    key = f"tags/{start.encode().hex()}"
    found: list[tuple[str, int]] | None = cache.get(key)
    if found is None:
        rows = StoryTag.objects.filter(tag__slug__startswith=start, story__in=Story.objects.listed())
        counted = rows.values_list("tag__name").annotate(stories=Count("pk")).order_by("-stories", "tag__name")
        found = [(name, stories) for name, stories in counted[:MOST]]
        cache.set(key, found, KEPT)
    return found
