"""Tags as keepers see them. Never one that only hidden stories carry: it says what nobody may know yet."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from inkstead.lib.slugs import slugify_tag
from inkstead.stories.families import family
from inkstead.stories.models import Story, StoryTag, Tag, TagKind, TagLink, TagName
from inkstead.tagkeeping.models import TagChange, TagTask

PAGE, SAMPLE, NEW = 50, 12, timedelta(days=7)
LAST = "\U0010ffff"
# What the list can be cut down to.
SHOWN = {
    "": "All",
    "new": "New this week",
    "unsorted": "Without a kind",
    "alone": "Without other spellings",
    "spellings": "Spellings of others",
    "unused": "Carried by no story",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list."""

    id: int
    name: str
    kind: str
    kind_label: str
    stands_for: str
    stories: int  # public ones that carry this very word


@dataclass(frozen=True, slots=True)
class TagList:
    rows: Sequence[Row]
    next: str  # the slug after which the next page begins


@dataclass(frozen=True, slots=True)
class Named:
    language: str
    name: str


@dataclass(frozen=True, slots=True)
class TagPage:
    """A tag with all that keepers decided about it."""

    tag: Tag
    stands_for: Tag | None
    stories: int  # public ones found under it itself or a spelling
    spellings: Sequence[Tag]
    names: Sequence[Named]
    wider: Sequence[Tag]
    narrower: Sequence[Tag]
    narrower_more: int
    changes: Sequence[TagChange]


def known() -> QuerySet[Tag]:
    """Tags of which keepers may know: a public story carries them, or somebody decided about them."""
    carried = StoryTag.objects.on_listed_stories().filter(tag=OuterRef("pk"))
    linked = TagLink.objects.filter(Q(tag=OuterRef("pk")) | Q(wider=OuterRef("pk")))
    return Tag.objects.filter(Q(kept_at__isnull=False) | Exists(carried) | Exists(linked))


def known_by_name(typed: str) -> Tag | None:
    """By its name or the end of its address."""
    found: Tag | None = known().select_related("stands_for").filter(slug=slugify_tag(typed)).first()
    return found


def tag_list(*, q: str = "", kind: str = "", shown: str = "", after: str = "", size: int = PAGE) -> TagList:
    """In the order of their slugs; three queries, whatever the size of the library."""
    rows = _shown(known(), shown)
    if kind in TagKind.values:
        rows = rows.filter(kind=kind)
    if q.strip():
        rows = _beginning(rows, slugify_tag(q))
    if after:
        rows = rows.filter(slug__gt=after.replace("\x00", "")[:80])
    found = list(rows.select_related("stands_for").order_by("slug")[: size + 1])
    counts = stories_of([tag.pk for tag in found[:size]])
    return TagList(
        [
            Row(
                *(tag.pk, tag.name, tag.kind, tag.get_kind_display()),
                *(str(tag.stands_for or ""), counts.get(tag.pk, 0)),
            )
            for tag in found[:size]
        ],
        found[size - 1].slug if len(found) > size else "",
    )


def stories_of(ids: Collection[int]) -> dict[int, int]:
    """How many public stories carry each of these words."""
    rows = StoryTag.objects.on_listed_stories().filter(tag__in=ids)
    return dict(rows.values_list("tag").annotate(stories=Count("pk")))


def carrying(ids: Collection[int]) -> QuerySet[Story]:
    """Public stories with one of these tags, newest first."""
    rows = StoryTag.objects.filter(tag__in=ids).values("story")
    return Story.objects.listed().filter(pk__in=rows).order_by("-last_published_at", "-pk")


def tag_page(tag: Tag) -> TagPage:
    """About nine queries."""
    ids = list(family(tag.stands_for_id or tag.pk).values_list("pk", flat=True)) if not tag.stands_for_id else [tag.pk]
    below = TagLink.objects.filter(wider__in=ids)
    return TagPage(
        tag,
        tag.stands_for,
        carrying(ids).count(),
        list(Tag.objects.filter(stands_for=tag).order_by("slug")[:200]),
        [Named(row.language, row.name) for row in TagName.objects.filter(tag=tag).order_by("language")],
        list(Tag.objects.filter(links_down__tag__in=ids).distinct().order_by("slug")),
        list(Tag.objects.filter(links_up__wider__in=ids).distinct().order_by("slug")[:SAMPLE]),
        max(0, below.count() - SAMPLE),
        list(log_of(tag)[:20]),
    )


def log() -> QuerySet[TagChange]:
    """Newest first, with all that a line says."""
    joined = TagChange.objects.select_related("by", "tag", "other", "undoes", "undone_by")
    return joined.order_by("-at", "-pk")


def log_of(tag: Tag) -> QuerySet[TagChange]:
    return log().filter(Q(tag=tag) | Q(other=tag))


def tasks_of(change: TagChange) -> list[TagTask]:
    return list(TagTask.objects.filter(change=change).order_by("pk"))


def suggested(typed: str, most: int = 8) -> list[Row]:
    """Tags that begin so, for a field that takes one."""
    return list(tag_list(q=typed, size=most).rows) if typed.strip() else []


def _shown(rows: QuerySet[Tag], shown: str) -> QuerySet[Tag]:
    if shown == "new":
        return rows.filter(created_at__gte=timezone.now() - NEW)
    if shown == "unsorted":
        return rows.filter(kind=TagKind.FREEFORM, stands_for__isnull=True, kept_at__isnull=True)
    if shown == "alone":
        return rows.filter(stands_for__isnull=True, spellings__isnull=True)
    if shown == "spellings":
        return rows.filter(stands_for__isnull=False)
    if shown == "unused":
        return rows.exclude(Exists(StoryTag.objects.filter(tag=OuterRef("pk"))))
    return rows


def _beginning(rows: QuerySet[Tag], start: str) -> QuerySet[Tag]:
    """By the index of each database: LIKE on one, a range on the other."""
    if connection.vendor == "postgresql":
        return rows.filter(slug__startswith=start)
    return rows.filter(slug__gte=start, slug__lt=start + LAST)
