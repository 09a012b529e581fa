"""Tags come with the first story that carries them, and go some night after the last."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from inkstead.stories.models import Tag, TagKind

AT_ONCE = 500
UNUSED: dict[str, bool] = {
    "storytag__isnull": True,
    "stands_for__isnull": True,
    "spellings__isnull": True,
    "links_up__isnull": True,
    "links_down__isnull": True,
    "names__isnull": True,
    "kept_at__isnull": True,
}


def kind_and_name(typed: str) -> tuple[str, str]:
    """ "fandom: The Sea" names a fandom; a word before a colon that is no kind belongs to the name."""
    before, colon, after = typed.partition(":")
    kind = before.strip().lower()
    if colon and after.strip() and kind in TagKind.values and kind != TagKind.FREEFORM:
        return kind, after.strip()
    return TagKind.FREEFORM, typed


def tags_of(wanted: Mapping[str, str], kinds: Mapping[str, str] | None = None) -> dict[str, Tag]:
    """By slug, made with these names and kinds where they are new; held until the end of the transaction, so that
    none of them is forgotten before its story carries it."""
    held: dict[str, Tag] = {}
    while missing := [slug for slug in wanted if slug not in held]:
        new = [
            Tag(slug=slug, name=wanted[slug], kind=(kinds or {}).get(slug, TagKind.FREEFORM))
            for slug in sorted(missing)
        ]
        Tag.objects.bulk_create(new, ignore_conflicts=True)
        rows = Tag.objects.select_for_update(of=("self",), no_key=True).filter(slug__in=missing).order_by("slug")
        held |= {tag.slug: tag for tag in rows}
    return held


def forget_unused_tags() -> int:
    """Those that no story carries and no keeper cared for; answers how many. Each is held and looked at again before it
    goes."""
    ids = list(Tag.objects.filter(**UNUSED).order_by("slug").values_list("pk", flat=True))
    return sum(_forget(ids[start : start + AT_ONCE]) for start in range(0, len(ids), AT_ONCE))


@transaction.atomic
def _forget(ids: list[int]) -> int:
    held = Tag.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("slug")
    unused = Tag.objects.filter(pk__in=[tag.pk for tag in held], **UNUSED)
    return unused.delete()[0]
