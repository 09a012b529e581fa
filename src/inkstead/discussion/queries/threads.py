"""Threads as a page shows them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.encoding import iri_to_uri
from django.utils.html import escape, urlize
from django.utils.safestring import SafeString, mark_safe

from inkstead.discussion.models import Comment
from inkstead.stores.prepared import Prepared
from inkstead.stories.models import Part
from inkstead.web.dates import day

DEPTH_SHOWN = 6
THREADS_PER_PAGE = 50
FEW = 200  # comments that are fetched whole
# Only texts with one of these are searched for addresses; that search is the dearest part of showing a comment.
_ADDRESS = re.compile(r"://|www\.|@|\.(?:com|edu|gov|int|mil|net|org)\b")


@dataclass(frozen=True, slots=True)
class ShownComment:
    id: int
    url: str
    author_name: str
    author_url: str
    at: datetime
    day: SafeString
    edited_at: datetime | None
    body: str  # as typed
    html: SafeString
    quote: str
    block: str
    gone: bool  # it was made on a passage that is not there any more
    deleted: bool
    depth: int
    parent: int | None
    replies_hidden: bool = False


@dataclass(frozen=True, slots=True)
class ThreadPage:
    comments: Sequence[ShownComment]  # in reading order: each answer after what it answers
    page: int
    has_more: bool


def comment_html(body: str) -> SafeString:
    """Typed text as paragraphs; addresses become links that give their target no credit."""
    text = urlize(body, nofollow=True, autoescape=True) if _ADDRESS.search(body) else escape(body)
    return mark_safe("<p>" + text.replace("\n\n", "</p><p>").replace("\n", "<br>") + "</p>")  # noqa: S308 - escaped


def thread_page(part: Part, page: int = 1) -> ThreadPage:
    """The threads of a part, oldest first: one query where there are few, else two more."""
    if page == 1:
        rows = [_Row(*row) for row in FIRST_OF_PART.all(part.pk)]
        roots = sum(row.parent_id is None for row in rows)
        if len(rows) <= FEW and roots <= THREADS_PER_PAGE:
            return ThreadPage(_in_reading_order(rows, part), 1, has_more=False)
    first = (max(1, page) - 1) * THREADS_PER_PAGE
    started = Comment.objects.filter(part=part.pk, parent__isnull=True).order_by("created_at", "pk")
    ids = list(started.values_list("pk", flat=True)[first : first + THREADS_PER_PAGE + 1])
    shown = ids[:THREADS_PER_PAGE]
    rows = _rows(Comment.objects.filter(Q(pk__in=shown) | Q(thread__in=shown)))
    return ThreadPage(_in_reading_order(rows, part), max(1, page), has_more=len(ids) > THREADS_PER_PAGE)


def threads_after(
    part: Part, after: tuple[datetime, int] | None, limit: int
) -> tuple[Sequence[ShownComment], tuple[datetime, int] | None]:
    """The next threads after one that began at this time with this id, in two queries; and where to go on, if so."""
    started = Comment.objects.filter(part=part.pk, parent__isnull=True).order_by("created_at", "pk")
    if after is not None:
        started = started.filter(Q(created_at__gt=after[0]) | Q(created_at=after[0], pk__gt=after[1]))
    found = list(started.values_list("created_at", "pk")[: limit + 1])
    ids = [pk for _, pk in found[:limit]]
    rows = _rows(Comment.objects.filter(Q(pk__in=ids) | Q(thread__in=ids)))
    return _in_reading_order(rows), found[limit - 1] if len(found) > limit else None


def thread_of(comment: Comment) -> Sequence[ShownComment]:
    """The whole thread that a comment stands in."""
    root = comment.thread_id or comment.pk
    return _in_reading_order(_rows(Comment.objects.filter(Q(pk=root) | Q(thread=root))), comment.part)


class _Row(NamedTuple):
    """A comment and its author in one row: a page of them needs no models."""

    pk: int
    parent_id: int | None
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    body: str
    quote: str
    block: str
    taken_from: str
    author_name: str | None
    author_slug: str | None


def _asked(comments: QuerySet[Comment]) -> QuerySet[Comment, Any]:
    told = ("pk", "parent_id", "created_at", "edited_at", "deleted_at", "body", "quote", "block", "taken_from")
    return comments.order_by("created_at", "pk").values_list(*told, "author__name", "author__slug")


def _rows(comments: QuerySet[Comment]) -> list[_Row]:
    return [_Row(*row) for row in _asked(comments)]


FIRST_OF_PART: Prepared[Comment] = Prepared(lambda part: _asked(Comment.objects.filter(part=part))[: FEW + 1], int)


def _in_reading_order(rows: list[_Row], part: Part | None = None) -> list[ShownComment]:
    """Each answer after what it answers; a deleted comment without answers is not shown. `rows` come oldest first.

    With the part, whose live text is joined, they tell whether the passage that they were made on is still there.
    """
    text = part.live.html if part is not None and part.live is not None and any(row.block for row in rows) else None
    children: dict[int | None, list[_Row]] = defaultdict(list)
    for row in rows:
        children[row.parent_id].append(row)
    kept: set[int] = set()
    for row in reversed(rows):  # a deleted comment stands while somebody still answers it
        if row.deleted_at is None or any(child.pk in kept for child in children[row.pk]):
            kept.add(row.pk)
    shown: list[ShownComment] = []
    waiting = [(root, 0) for root in reversed(children[None])]
    while waiting:
        row, depth = waiting.pop()
        if row.pk in kept:
            shown.append(_shown(row, min(depth, DEPTH_SHOWN), text))
            waiting.extend((child, depth + 1) for child in reversed(children[row.pk]))
    return shown


def _shown(row: _Row, depth: int, text: str | None) -> ShownComment:
    is_gone = f' id="{row.block}"' not in text if row.block and text is not None else bool(row.taken_from)
    return ShownComment(
        id=row.pk,
        url=f"/comment/{row.pk}/",
        author_name=row.author_name or "",
        author_url=iri_to_uri(f"/by/{row.author_slug}/") if row.author_slug else "",
        at=row.created_at,
        day=day(row.created_at),
        edited_at=row.edited_at,
        body=row.body,
        html=comment_html(row.body) if row.deleted_at is None else SafeString(""),
        quote=row.quote,
        block=row.block,
        # Answers without a quotation need not say it again.
        gone=is_gone and row.deleted_at is None and (row.parent_id is None or bool(row.quote)),
        deleted=row.deleted_at is not None,
        depth=depth,
        parent=row.parent_id,
    )
