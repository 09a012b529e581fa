"""Tags that mean the same: a tag and its other spellings. Where a tag stands, its spellings stand too."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from inkstead.stories.models import Story, StoryTag, Tag, TagAbove, TagName

if TYPE_CHECKING:
    from inkstead.stories.models.people import Reader


def top_of(tag: Tag) -> Tag:
    """The tag that it stands for, or itself."""
    return tag.stands_for or tag


def family(top: int) -> QuerySet[Tag]:
    return Tag.objects.filter(Q(pk=top) | Q(stands_for=top))


def tags_found_under(tag: Tag) -> tuple[int, ...]:
    """Itself or the tag that it is a spelling of first, then its spellings and all narrower ones."""
    top = tag.stands_for_id or tag.pk
    spelt = Tag.objects.filter(stands_for=top).values_list("pk", flat=True)
    below = TagAbove.objects.filter(wider=top).values_list("tag", flat=True)
    return tuple(dict.fromkeys([top, *spelt.union(below)]))


def publicly_found() -> Q:
    """Of tags: those under which some public story is found, by whatever word it carries."""
    return found_on(StoryTag.objects.on_listed_stories())


def open_tags(reader: Reader) -> QuerySet[Tag]:
    """Those that have a page for this reader: a public story is found under them, by whatever word it carries."""
    stories = Story.objects.listed().visible_to(reader)
    return Tag.objects.filter(found_on(StoryTag.objects.filter(story__in=stories)))


def found_on(tagged: QuerySet[StoryTag]) -> Q:
    """Of tags: those under which one of these is found."""
    own, below = tagged.filter(tag=OuterRef("pk")), tagged.filter(tag__above__wider=OuterRef("pk"))
    return Q(Exists(own)) | Q(Exists(below))


def names_of(tops: Collection[int]) -> dict[int, dict[str, str]]:
    """What tags are called in other languages, by the language in small letters; a spelling's names are its tag's too.
    One query."""
    found: dict[int, dict[str, str]] = {}
    rows = TagName.objects.filter(Q(tag__in=tops) | Q(tag__stands_for__in=tops))
    own_last = rows.order_by(F("tag__stands_for").asc(nulls_last=True), "language")
    for top, language, name in own_last.values_list(Coalesce("tag__stands_for", "tag"), "language", "name"):
        found.setdefault(top, {})[language.lower()] = name
    return found


def tags_above(ids: Collection[int]) -> set[int]:
    """Under which a story with these tags is found, by whatever spelling somebody chose: so a follow or a search of a
    spelling goes on when it came to stand for another tag, and is what it was when that is undone."""
    tops = {*ids, *TagAbove.objects.filter(tag__in=ids).values_list("wider", flat=True)}
    tops |= {top for top in Tag.objects.filter(pk__in=ids).values_list("stands_for", flat=True) if top}
    return {*tops, *Tag.objects.filter(stands_for__in=tops).values_list("pk", flat=True)}
