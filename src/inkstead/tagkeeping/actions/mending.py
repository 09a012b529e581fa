"""Whether `TagAbove` says what links and spellings say, and making it so."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from inkstead.events import announce
from inkstead.stories.models import Tag, TagAbove, TagLink
from inkstead.tagkeeping.actions.placing import SLICE, place
from inkstead.tagkeeping.events import TagsChanged
from inkstead.tagkeeping.graph import above


def examine_tags() -> int:
    """How many tags stand elsewhere than `TagAbove` says."""
    return sum(_wrong(ids) for ids in _placed())


def mend_tags() -> int:
    """Answers how many it put right. May be stopped and begun again at any time."""
    changed = 0
    for ids in _placed():
        changed += len(place(ids, None))
    if changed:
        with transaction.atomic():
            announce(TagsChanged(change_id=0))
    return changed


def _wrong(ids: list[int]) -> int:
    kept: dict[int, set[int]] = {}
    for tag, wider in TagAbove.objects.filter(tag__in=ids).values_list("tag", "wider"):
        kept.setdefault(tag, set()).add(wider)
    return sum(kept.get(tag, set()) != over for tag, over in above(ids).items())


def _placed() -> Iterator[list[int]]:
    """Every tag that stands under another, or is said to; of all others there is nothing to say."""
    spelt = Tag.objects.filter(stands_for__isnull=False).values_list("pk", flat=True)
    linked = TagLink.objects.values_list("tag", flat=True)
    through = Tag.objects.filter(spellings__links_up__isnull=False).values_list("pk", flat=True)
    beside = Tag.objects.filter(stands_for__links_up__isnull=False).values_list("pk", flat=True)
    said = TagAbove.objects.values_list("tag", flat=True)
    ids = sorted({*spelt, *linked, *through, *beside, *said})
    return (ids[start : start + SLICE] for start in range(0, len(ids), SLICE))
