"""Lists of stories: filtered, sorted, and cut into pages by a cursor so that no page gets slower than the first."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core import signing
from django.db.models import F, Q, QuerySet
from django.utils.dateparse import parse_datetime

from inkstead.discovery.asking import Asked, TagAsked, understand, widened
from inkstead.discovery.queries.resolving import let_through, meant_by
from inkstead.discovery.queries.searching import Hit, search
from inkstead.lib.refusals import Refused
from inkstead.lib.slugs import slugify_tag
from inkstead.stores.ids import Ids, OneOf
from inkstead.stores.prepared import Prepared
from inkstead.stories.addresses import part_address
from inkstead.stories.cards import Card, Latest, Snippet
from inkstead.stories.models import Part, Status, Story
from inkstead.stories.queries import story_cards

PAGE = 24
# What a list can be sorted by: the column, newest or largest first, and ties by id. "best" needs words to look for.
SORTS = {
    "best": "",
    "updated": "-last_published_at",
    "new": "-first_published_at",
    "title": "sorted_title",
    "reads": "-counts__reads",
    "votes": "-counts__votes",
    "words": "-words_published",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asked a list for. `q` is what they typed; everything else narrows it further."""

    q: str = ""
    tags: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    status: str = ""
    sort: str = ""  # empty: as `q` says, or the best first when it has words, or newly updated first


@dataclass(frozen=True, slots=True)
class StoryPage:
    cards: Sequence[Card]
    next: str  # cursor, empty on the last page


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found, and what is known about all of it."""

    stories: Sequence[Story]
    next: str
    sort: str
    asked: Asked
    hits: Mapping[int, Hit]  # where words were looked for
    ids: Sequence[int] | None  # all that were found, where words were looked for
    is_all: bool = True  # or there are more than were looked at
    widened: bool = False  # nothing has just these words


def story_page(wish: Wish, cursor: str = "", size: int = PAGE, among: QuerySet[Story] | None = None) -> StoryPage:
    """One page of what a stranger may find, in four queries."""
    rows, following = list_stories(wish, cursor, size, among)
    return StoryPage(cards_with_latest(rows), following)


def list_stories(
    wish: Wish, cursor: str = "", size: int = PAGE, among: QuerySet[Story] | None = None
) -> tuple[list[Story], str]:
    """Listed stories with author and counts joined, and the cursor of the next page. Refuses unknown words."""
    found = find(wish, cursor, size, among)
    return list(found.stories), found.next


def find(wish: Wish, cursor: str = "", size: int = PAGE, among: QuerySet[Story] | None = None) -> Found:
    """`among`: the listed stories that this reader did not hide (`listed_for`); all that are listed when left out."""
    asked = asked_by(wish)
    sort = _sort(wish, asked)
    rows: QuerySet[Any] = Story.objects.listed() if among is None else among
    if asked.finds_nothing:
        if cursor:
            _opened(cursor, wish, sort)  # refused as everywhere when it is forged
        return Found([], "", sort, asked, {}, [])
    meant = meant_by(asked)
    if not asked.terms:
        stories, following = _cut(let_through(rows, meant), wish, sort, cursor, size)
        return Found(stories, following, sort, asked, {}, None)
    hits, is_wider = search(rows, meant), False
    if not hits.found and (wider := widened(asked)) is not None:
        told = (*asked.told, "No story has just these words; these have words that begin with them.")
        hits = search(rows, meant_by(wider))
        is_wider = bool(hits.found)
        asked = replace(wider, told=told) if is_wider else asked
    by_id = {hit.story_id: hit for hit in hits.found}
    if sort == "best":
        stories, following = _cut_best(hits.found, wish, cursor, size)
    else:
        stories, following = _cut(Story.objects.listed().filter(OneOf("pk", by_id)), wish, sort, cursor, size)
    return Found(stories, following, sort, asked, by_id, list(by_id), hits.is_all, is_wider)


def asked_by(wish: Wish) -> Asked:
    """What was typed and what was chosen, as one query."""
    asked = understand(wish.q)
    if not wish.tags and not wish.without and not wish.status:
        return asked
    if wish.status and wish.status not in Status.values:
        raise Refused(
            f"The status is one of {', '.join(Status.values)}.", code="invalid", fields={"status": "Unknown."}
        )
    return replace(
        asked,
        is_empty=False,
        tags=(*asked.tags, *(TagAsked(slugify_tag(tag)) for tag in wish.tags)),
        no_tags=(*asked.no_tags, *(TagAsked(slugify_tag(tag)) for tag in wish.without)),
        statuses=(wish.status,) if wish.status else asked.statuses,
    )


def _sort(wish: Wish, asked: Asked) -> str:
    if wish.sort and wish.sort not in SORTS:
        raise Refused(f"Stories can be sorted by {', '.join(SORTS)}.", code="invalid", fields={"sort": "Unknown."})
    sort = wish.sort or asked.sort or ("best" if asked.terms else "updated")
    return "updated" if sort == "best" and not asked.terms else sort


def _cut(rows: QuerySet[Any], wish: Wish, sort: str, cursor: str, size: int) -> tuple[list[Story], str]:
    column = SORTS[sort]
    rows = rows.select_related("author", "counts").annotate(sort_value=F(column.lstrip("-")))
    if cursor:
        rows = _after(rows, column, _opened(cursor, wish, sort))
    rows = rows.order_by(column, "-pk" if column.startswith("-") else "pk")
    found: list[Story] = list(rows[: size + 1])
    following = _sealed(wish, sort, found[size - 1].sort_value, found[size - 1].pk) if len(found) > size else ""  # type: ignore[attr-defined]  # annotated just above
    return found[:size], following


def _cut_best(hits: Sequence[Hit], wish: Wish, cursor: str, size: int) -> tuple[list[Story], str]:
    if cursor:
        score, pk = _opened(cursor, wish, "best")
        hits = [hit for hit in hits if (hit.score, hit.story_id) < (score, pk)]
    page = hits[:size]
    rows = Story.objects.listed().select_related("author", "counts").in_bulk([hit.story_id for hit in page])
    following = _sealed(wish, "best", page[-1].score, page[-1].story_id) if len(hits) > size else ""
    return [rows[hit.story_id] for hit in page if hit.story_id in rows], following


# Of those that came out in the same moment the last one.
LATEST: Prepared[Part] = Prepared(
    lambda stories: (
        Part.objects.listed()
        .filter(OneOf("story", stories), published_at=F("story__last_published_at"))
        .order_by("position")
        .values_list("story", "pk", "title", "published_at")
    ),
    Ids,
)


def cards_with_latest(stories: Sequence[Story], quoted: Mapping[int, Snippet] | None = None) -> list[Card]:
    """The latest part of each story, in one query for all."""
    told = quoted or {}
    asked = [story.pk for story in stories if story.pk not in told]
    latest = {story: Latest(title, part_address(pk, title), at) for story, pk, title, at in LATEST.all(asked)}
    return [Card(card, latest.get(card.id), told.get(card.id)) for card in story_cards(stories)]


def _after(rows: QuerySet[Story], column: str, last: tuple[Any, int]) -> QuerySet[Story]:
    value, pk = last
    name = column.lstrip("-")
    beyond = "lt" if column.startswith("-") else "gt"
    return rows.filter(Q(**{f"{name}__{beyond}": value}) | Q(**{name: value, f"pk__{beyond}": pk}))


def _sealed(wish: Wish, sort: str, value: Any, pk: int) -> str:
    """Signed, so that nobody can ask the database for an order of their own."""
    place = value.isoformat() if isinstance(value, datetime) else value
    return signing.dumps([_list_of(wish), sort, place, pk], salt="cursor")


def _list_of(wish: Wish) -> int:
    """What tells one list from another, in four bytes."""
    return zlib.crc32(repr((wish.q, wish.tags, wish.without, wish.status)).encode("utf-8", "surrogatepass"))


def _opened(cursor: str, wish: Wish, sort: str) -> tuple[Any, int]:
    try:
        made_for, order, value, pk = signing.loads(cursor, salt="cursor")
    except (signing.BadSignature, ValueError) as error:
        raise Refused(
            "This page of the list does not exist.", code="bad_cursor", fields={"cursor": "Unknown."}
        ) from error
    if (made_for, order) != (_list_of(wish), sort):
        raise Refused(
            "This page belongs to another list, or to another order of it.",
            code="bad_cursor",
            fields={"cursor": "Other list or order."},
        )
    value = _moment(value) if sort in ("updated", "new") else value
    wanted = str if sort == "title" else datetime if sort in ("updated", "new") else int
    if not isinstance(value, wanted) or not isinstance(pk, int) or not all(map(_fits, (value, pk))):
        raise Refused("This page of the list does not exist.", code="bad_cursor", fields={"cursor": "Unknown."})
    return value, pk


def _moment(value: object) -> datetime | None:
    """One of ours, or of an older version that wrote it otherwise."""
    try:
        return parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _fits(value: object) -> bool:
    return not isinstance(value, int) or abs(value) < 2**63
