"""Tags while somebody types: their own first, then what public stories carry. A spelling says for what it
stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count

from inkstead.accounts.models import User
from inkstead.lib.slugs import slugify_tag
from inkstead.stories.models import StoryTag, Tag, TagKind

MOST = 8
KEPT = 600  # seconds: many people type the same first letters


@dataclass(frozen=True, slots=True)
class Suggestion:
    name: str
    stories: int  # public ones that carry this very word
    kind: str = ""  # in words; empty where it has none
    stands_for: str = ""  # what is offered instead


def suggestions(writer: User, typed: str) -> list[Suggestion]:
    """At most eight. A tag that only hidden stories carry is told to their writer alone, without a number."""
    start = slugify_tag(typed)[:40] if typed.strip() else ""
    popular = _popular(start)
    numbers = {one.name: one.stories for one in popular}
    mine = Tag.objects.filter(stories__author__user=writer, slug__startswith=start).distinct().order_by("name")
    own = [
        _suggestion(tag.name, numbers.get(tag.name, 0), tag.kind, str(tag.stands_for or ""))
        for tag in mine.select_related("stands_for")[:MOST]
    ]
    known = {suggestion.name for suggestion in own}
    return [*own, *(one for one in popular if one.name not in known)][:MOST]


def _popular(start: str) -> list[Suggestion]:
    key = f"tags/kinds/{start.encode().hex()}"
    found: list[tuple[str, int, str, str]] | None = cache.get(key)
    if found is None:
        rows = StoryTag.objects.on_listed_stories().filter(tag__slug__startswith=start)
        counted = rows.values_list("tag__name", "tag__kind", "tag__stands_for__name").annotate(stories=Count("pk"))
        ordered = counted.order_by("-stories", "tag__name")[:MOST]
        found = [(name, stories, kind, stands_for or "") for name, kind, stands_for, stories in ordered]
        cache.set(key, found, KEPT)
    # The numbers may be some minutes old; that a tag is in use is asked now: it may have gone with a hidden story.
    used = StoryTag.objects.on_listed_stories().filter(tag__name__in=[one[0] for one in found])
    still = set(used.values_list("tag__name", flat=True).distinct())
    return [_suggestion(*one) for one in found if one[0] in still]


def _suggestion(name: str, stories: int, kind: str, stands_for: str) -> Suggestion:
    label = "" if kind == TagKind.FREEFORM else str(TagKind(kind).label).lower()
    return Suggestion(name, stories, label, stands_for)
