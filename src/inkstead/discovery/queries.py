"""Lists of stories: filtered, sorted, and cut into pages by a cursor so that no page gets slower than the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db.models import F, Q, QuerySet
from django.utils.dateparse import parse_datetime

from inkstead.lib.refusals import Refused
from inkstead.lib.slugs import slugify_title
from inkstead.stories.models import Part, Status, Story, StoryTag
from inkstead.stories.queries import Counts, Link, StoryCard, story_cards

PAGE = 24
# What a list can be sorted by: the column, newest or largest first, and ties by id.
SORTS = {
    "updated": "-last_published_at",
    "new": "-first_published_at",
    "title": "title",
    "reads": "-counts__reads",
    "votes": "-counts__votes",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asked a list for."""

    q: str = ""
    tags: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    status: str = ""
    sort: str = "updated"


@dataclass(frozen=True, slots=True)
class Card:
    """A story in a list, with its latest part."""

    story: StoryCard
    latest_title: str
    latest_url: str
    latest_at: datetime | None
    counts: Counts
    tags: Sequence[Link]
    summary_line: str


@dataclass(frozen=True, slots=True)
class StoryPage:
    cards: Sequence[Card]
    next: str  # cursor, empty on the last page


def story_page(wish: Wish, cursor: str = "", size: int = PAGE) -> StoryPage:
    """One page of what a stranger may find, in four queries."""
    rows, following = list_stories(wish, cursor, size)
    return StoryPage(cards_with_latest(rows), following)


def list_stories(wish: Wish, cursor: str = "", size: int = PAGE) -> tuple[list[Story], str]:
    """Listed stories with author and counts joined, and the cursor of the next page. Refuses unknown words."""
    if wish.sort not in SORTS:
        raise Refused(f"Stories can be sorted by {', '.join(SORTS)}.", code="invalid", fields={"sort": "Unknown."})
    if wish.status and wish.status not in Status.values:
        raise Refused(
            f"The status is one of {', '.join(Status.values)}.", code="invalid", fields={"status": "Unknown."}
        )
    column = SORTS[wish.sort]
    rows: QuerySet[Any] = _filtered(Story.objects.listed(), wish).select_related("author", "counts")
    rows = rows.annotate(sort_value=F(column.lstrip("-")))
    if cursor:
        rows = _after(rows, column, _opened(cursor, wish.sort))
    rows = rows.order_by(column, "-pk" if column.startswith("-") else "pk")
    found: list[Story] = list(rows[: size + 1])
    following = _sealed(found[size - 1], wish.sort) if len(found) > size else ""
    return found[:size], following


def cards_with_latest(stories: Sequence[Story]) -> list[Card]:
    """The latest part of each story, in one query for all."""
    latest: dict[int, Part] = {}
    parts = Part.objects.listed().filter(story__in=stories, published_at=F("story__last_published_at"))
    for part in parts.only("id", "story_id", "title", "published_at").order_by("position"):
        latest[part.story_id] = part
    return [_card(card, latest.get(card.id)) for card in story_cards(stories)]


def _card(story: StoryCard, part: Part | None) -> Card:
    return Card(
        story=story,
        latest_title=part.title if part else "",
        latest_url=part.get_absolute_url() if part else "",
        latest_at=story.latest_at,
        counts=story.counts,
        tags=story.tags[:6],
        summary_line=story.summary_line,
    )


def _filtered(rows: QuerySet[Story], wish: Wish) -> QuerySet[Story]:
    for tag in wish.tags:
        rows = rows.filter(tags__slug=slugify_title(tag))
    if wish.without:
        rows = rows.exclude(tags__slug__in=[slugify_title(tag) for tag in wish.without])
    if wish.status:
        rows = rows.filter(status=wish.status)
    for word in wish.q.replace("\x00", "").split()[:8]:
        matches = Q(title__icontains=word) | Q(summary__icontains=word) | Q(author__name__icontains=word)
        rows = rows.filter(matches | Q(pk__in=StoryTag.objects.filter(tag__name__icontains=word).values("story")))
    return rows


def _after(rows: QuerySet[Story], column: str, last: tuple[Any, int]) -> QuerySet[Story]:
    value, pk = last
    name = column.lstrip("-")
    beyond = "lt" if column.startswith("-") else "gt"
    return rows.filter(Q(**{f"{name}__{beyond}": value}) | Q(**{name: value, f"pk__{beyond}": pk}))


def _sealed(story: Story, sort: str) -> str:
    """Signed, so that nobody can ask the database for an order of their own."""
    value = story.sort_value  # type: ignore[attr-defined]  # annotated by list_stories
    return signing.dumps([sort, value.isoformat() if isinstance(value, datetime) else value, story.pk], salt="cursor")


def _opened(cursor: str, sort: str) -> tuple[Any, int]:
    try:
        made_for, value, pk = signing.loads(cursor, salt="cursor")
    except (signing.BadSignature, ValueError) as error:
        raise Refused(
            "This page of the list does not exist.", code="bad_cursor", fields={"cursor": "Unknown."}
        ) from error
    if made_for != sort:
        raise Refused(
            "This page belongs to another order of the list.", code="bad_cursor", fields={"cursor": "Other order."}
        )
    if sort in ("updated", "new"):
        value = parse_datetime(value)
    return value, pk
