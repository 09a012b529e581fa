"""What the page of a tag says about the tag itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from inkstead.discovery.asking import KINDS
from inkstead.discovery.queries.narrowing import quoted
from inkstead.stories.families import names_of, publicly_found
from inkstead.stories.models import Tag, TagLink
from inkstead.stories.queries import Link

SHOWN = 24


@dataclass(frozen=True, slots=True)
class TagAbout:
    """Only tags under which some public story is found are named."""

    kind: str  # empty where it has none
    names: Sequence[tuple[str, str]]  # language and name
    also: Sequence[str]  # other spellings
    wider: Sequence[Link]
    narrower: Sequence[Link]
    asked: str  # what to type in search for its stories


def tag_about(tag: Tag) -> TagAbout:
    """Of a tag that is no spelling; five queries."""
    family = [tag.pk, *Tag.objects.filter(stands_for=tag).values_list("pk", flat=True)]
    also = _found(Tag.objects.filter(stands_for=tag))
    up = TagLink.objects.filter(tag__in=family).values_list("wider", flat=True)
    down = TagLink.objects.filter(wider__in=family).values_list("tag", flat=True)
    field = tag.kind if tag.kind in KINDS else "tag"
    return TagAbout(
        tag.get_kind_display() if tag.kind in KINDS else "",
        sorted(names_of([tag.pk]).get(tag.pk, {}).items()),
        [one.name for one in also],
        [_link(one) for one in Tag.objects.filter(pk__in=up, stands_for=None).order_by("slug")[:SHOWN]],
        [_link(one) for one in _found(Tag.objects.filter(pk__in=down, stands_for=None))],
        f"{field}:{quoted(tag.slug)}",
    )


def _found(tags: QuerySet[Tag]) -> list[Tag]:
    return list(tags.filter(publicly_found()).order_by("slug")[:SHOWN])


def _link(tag: Tag) -> Link:
    return Link(tag.name, tag.get_absolute_url())
