"""Threads as a page shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.html import urlize
from django.utils.safestring import SafeString, mark_safe

from inkstead.discussion.models import Comment
from inkstead.stories.models import Part

DEPTH_SHOWN = 6
THREADS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class ShownComment:
    id: int
    url: str
    author_name: str
    author_url: str
    at: datetime
    edited_at: datetime | None
    body: str  # as typed
    html: SafeString
    quote: str
    block: str
    deleted: bool
    depth: int
    parent: int | None


@dataclass(frozen=True, slots=True)
class ThreadPage:
    comments: Sequence[ShownComment]  # in reading order: each answer after what it answers
    page: int
    pages: int


def comment_html(body: str) -> SafeString:
    """Typed text as paragraphs; addresses become links that give their target no credit."""
    blocks = [urlize(block, nofollow=True, autoescape=True) for block in body.split("\n\n")]
    return mark_safe("".join(f"<p>{block}</p>".replace("\n", "<br>") for block in blocks))  # noqa: S308 - escaped by urlize


def thread_page(part: Part, page: int = 1) -> ThreadPage:
    """The threads of a part, oldest first, in three queries. A deleted comment without answers is not shown."""
    roots = _with_author(Comment.objects.filter(part=part, parent__isnull=True)).order_by("created_at", "pk")
    total = roots.count()
    pages = max(1, -(-total // THREADS_PER_PAGE))
    page = max(1, min(page, pages))
    first = list(roots[(page - 1) * THREADS_PER_PAGE : page * THREADS_PER_PAGE])
    answers = _with_author(Comment.objects.filter(thread__in=[root.pk for root in first])).order_by("created_at", "pk")
    return ThreadPage(comments=_in_reading_order(first, list(answers)), page=page, pages=pages)


def threads_after(
    part: Part, after: tuple[datetime, int] | None, limit: int
) -> tuple[Sequence[ShownComment], tuple[datetime, int] | None]:
    """The next threads after one that began at this time with this id, in two queries; and where to go on, if so."""
    rows = _with_author(Comment.objects.filter(part=part, parent__isnull=True)).order_by("created_at", "pk")
    if after is not None:
        rows = rows.filter(Q(created_at__gt=after[0]) | Q(created_at=after[0], pk__gt=after[1]))
    found = list(rows[: limit + 1])
    roots = found[:limit]
    answers = _with_author(Comment.objects.filter(thread__in=[root.pk for root in roots])).order_by("created_at", "pk")
    last = (roots[-1].created_at, roots[-1].pk) if len(found) > limit else None
    return _in_reading_order(roots, list(answers)), last


def thread_of(comment: Comment) -> Sequence[ShownComment]:
    """The whole thread that a comment stands in."""
    root = comment.thread_id or comment.pk
    rows = list(_with_author(Comment.objects.filter(part=comment.part_id)).filter(pk=root))
    answers = _with_author(Comment.objects.filter(thread=root)).order_by("created_at", "pk")
    return _in_reading_order(rows, list(answers))


def _with_author(rows: QuerySet[Comment]) -> QuerySet[Comment]:
    return rows.select_related("author")


def _in_reading_order(roots: list[Comment], answers: list[Comment]) -> list[ShownComment]:
    children: dict[int, list[Comment]] = defaultdict(list)
    for answer in answers:
        children[answer.parent_id or 0].append(answer)
    kept = _still_standing(roots, answers, children)
    shown: list[ShownComment] = []
    waiting = [(root, 0) for root in reversed(roots)]
    while waiting:
        comment, depth = waiting.pop()
        if comment.pk not in kept:
            continue
        shown.append(_shown(comment, min(depth, DEPTH_SHOWN)))
        waiting.extend((child, depth + 1) for child in reversed(children[comment.pk]))
    return shown


def _still_standing(roots: list[Comment], answers: list[Comment], children: dict[int, list[Comment]]) -> set[int]:
    """Comments with words, and the deleted ones that somebody still answers."""
    kept: set[int] = set()
    for comment in sorted(
        [*roots, *answers], key=lambda row: row.pk, reverse=True
    ):  # answers come after what they answer
        if comment.deleted_at is None or any(child.pk in kept for child in children[comment.pk]):
            kept.add(comment.pk)
    return kept


def _shown(comment: Comment, depth: int) -> ShownComment:
    return ShownComment(
        id=comment.pk,
        url=comment.get_absolute_url(),
        author_name=comment.author.name if comment.author else "",
        author_url=comment.author.get_absolute_url() if comment.author else "",
        at=comment.created_at,
        edited_at=comment.edited_at,
        body=comment.body,
        html=comment_html(comment.body) if comment.deleted_at is None else SafeString(""),
        quote=comment.quote,
        block=comment.block,
        deleted=comment.deleted_at is not None,
        depth=depth,
        parent=comment.parent_id,
    )
