"""Tags come with the first story that carries them, and go some night after the last."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from inkstead.stories.models import Tag

AT_ONCE = 500


def tags_of(wanted: Mapping[str, str]) -> dict[str, Tag]:
    """By slug, made with these names where they are new; held until the end of the transaction, so that none of them
    is forgotten before its story carries it."""
    held: dict[str, Tag] = {}
    while missing := [slug for slug in wanted if slug not in held]:
        new = [Tag(slug=slug, name=wanted[slug]) for slug in sorted(missing)]
        Tag.objects.bulk_create(new, ignore_conflicts=True)
        rows = Tag.objects.select_for_update(of=("self",), no_key=True).filter(slug__in=missing).order_by("slug")
        held |= {tag.slug: tag for tag in rows}
    return held


def forget_unused_tags() -> int:
    """Those that no story carries; answers how many. Each is held and looked at again before it goes."""
    ids = list(Tag.objects.filter(storytag__isnull=True).order_by("slug").values_list("pk", flat=True))
    return sum(_forget(ids[start : start + AT_ONCE]) for start in range(0, len(ids), AT_ONCE))


@transaction.atomic
def _forget(ids: list[int]) -> int:
    held = Tag.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("slug")
    unused = Tag.objects.filter(pk__in=[tag.pk for tag in held], storytag__isnull=True)
    return unused.delete()[0]
