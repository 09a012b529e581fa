"""Threads as a page shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, Window
from django.db.models.functions import Coalesce, RowNumber

from inkstead.discussion.models import Comment, CommentQuerySet, Standing
from inkstead.discussion.queries.shown import (
    Row,
    ShownComment,
    asked,
    in_reading_order,
    order_of,
    rows_of,
    stands_in,
)
from inkstead.stores.prepared import Prepared
from inkstead.stories.models import Part
from inkstead.web.visitors import NOBODY, Apart

THREADS_PER_PAGE = 50
IN_MARGIN = 20  # threads that a margin shows at once
FEW = 200  # comments that are fetched whole
ANSWERS = 20  # of one thread that a page of threads shows; its own page shows them all
ON_THREAD = 100  # answers on one page of a thread


@dataclass(frozen=True, slots=True)
class ThreadPage:
    comments: Sequence[ShownComment]  # in reading order: each answer after what it answers
    page: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class Below:
    """What stands below a part: threads on the whole of it, those that lost their paragraph, and how many comments
    each paragraph has in its margin."""

    comments: Sequence[ShownComment]
    has_more: bool
    margins: Mapping[str, int]
    people: frozenset[int] = frozenset()  # who speaks on it: ids of pen names


@dataclass(frozen=True, slots=True)
class Thread:
    comments: Sequence[ShownComment]  # the first one, and the answers of this page
    page: int
    pages: int
    answers: int


def thread_page(part: Part, page: int = 1, *, reach: int = 0, between: Apart = NOBODY) -> ThreadPage:
    """All threads of a part, oldest first but for pinned ones. `reach` is the position up to which its reader has
    read: what goes beyond it is marked. What those say from whom they keep apart (`between`) is not told."""
    started = Comment.objects.standing().filter(part=part.pk, parent__isnull=True)
    return _page_of(started, page, THREADS_PER_PAGE, part, reach, between)


def margin_page(part: Part, block: str, page: int = 1, *, reach: int = 0, between: Apart = NOBODY) -> ThreadPage:
    """The threads in the margin of a paragraph."""
    started = Comment.objects.standing().filter(part=part.pk, block=block, parent__isnull=True)
    return _page_of(started, page, IN_MARGIN, part, reach, between)


def threads_below(part: Part, between: Apart = NOBODY) -> Below:
    """One query for the comments of a part where there are few, else three; one more tells their reactions."""
    text = part.live.html if part.live is not None else ""
    rows = _told_to([Row(*row) for row in FIRST_OF_PART.all(part.pk)], between)
    if len(rows) <= FEW:
        margins = Counter(row.block for row in rows if row.block and row.is_visible and stands_in(row.block, text))
        of_whole = {row.pk for row in rows if row.parent_id is None and not (row.block and stands_in(row.block, text))}
        first = sorted((row for row in rows if row.pk in of_whole), key=order_of)[:THREADS_PER_PAGE]
        ids = {row.pk for row in first}
        below = [row for row in rows if row.pk in ids or row.thread_id in ids]
        speakers = _speakers([*below, *(row for row in rows if row.block in margins)])
        return Below(in_reading_order(below, part), len(of_whole) > len(ids), margins, speakers)
    counted = _margins(part, between)
    adrift = [block for block in counted if not stands_in(block, text)]
    started = Comment.objects.standing().filter(part=part.pk, parent__isnull=True, block__in=["", *adrift])
    first_ids, has_more = _started(started, 1, THREADS_PER_PAGE)
    rows, cut = _first_of(first_ids)
    rows = _told_to(rows, between)
    comments = in_reading_order(rows, part, cut=cut)
    return Below(comments, has_more, {at: counted[at] for at in counted if at not in adrift}, _everybody_on(part))


def margins_of(part: Part, between: Apart = NOBODY) -> dict[str, int]:
    """How many comments each paragraph has, for those that stand in the text that readers see."""
    text = part.live.html if part.live is not None else ""
    return {block: number for block, number in _margins(part, between).items() if stands_in(block, text)}


def threads_after(
    part: Part, after: tuple[datetime, int] | None, limit: int, block: str | None = None, *, between: Apart = NOBODY
) -> tuple[Sequence[ShownComment], tuple[datetime, int] | None]:
    """The next threads after one that began at this time with this id, in two queries; and where to go on, if so."""
    started = Comment.objects.standing().filter(part=part.pk, parent__isnull=True).order_by("created_at", "pk")
    if block is not None:
        started = started.filter(block=block)
    if after is not None:
        started = started.filter(Q(created_at__gt=after[0]) | Q(created_at=after[0], pk__gt=after[1]))
    found = list(started.values_list("created_at", "pk")[: limit + 1])
    ids = [pk for _, pk in found[:limit]]
    rows = _told_to(rows_of(Comment.objects.filter(Q(pk__in=ids) | Q(thread__in=ids))), between)
    return in_reading_order(rows, pins=False), found[limit - 1] if len(found) > limit else None


def thread_of(comment: Comment, page: int | None = None, *, reach: int = 0, between: Apart = NOBODY) -> Thread:
    """A page of the thread that a comment stands in: the one on which it stands, unless another is asked for."""
    root = comment.thread_id or comment.pk
    answers = Comment.objects.standing().filter(thread=root)
    number = answers.count()
    pages = max(1, -(-number // ON_THREAD))
    if page is None:
        before = answers.filter(
            Q(created_at__lt=comment.created_at) | Q(created_at=comment.created_at, pk__lt=comment.pk)
        )
        page = before.count() // ON_THREAD + 1 if comment.thread_id else 1
    page = min(max(1, page), pages)
    shown = asked(answers)[(page - 1) * ON_THREAD : page * ON_THREAD]
    rows = [*rows_of(Comment.objects.filter(pk=root)), *(Row(*row) for row in shown)]
    return Thread(in_reading_order(_told_to(rows, between), comment.part, reach=reach), page, pages, number)


FIRST_OF_PART: Prepared[Comment] = Prepared(
    lambda part: asked(Comment.objects.standing().filter(part=part))[: FEW + 1], int
)
MARGINS: Prepared[Comment] = Prepared(
    lambda part: _counted_in_margins(part).values_list("block").annotate(Count("pk")), int
)


def _page_of(started: CommentQuerySet, page: int, per_page: int, part: Part, reach: int, between: Apart) -> ThreadPage:
    page = max(1, page)
    ids, has_more = _started(started, page, per_page)
    rows, cut = _first_of(ids)
    shown = in_reading_order(_told_to(rows, between), part, reach=reach, cut=cut)
    return ThreadPage(shown, page, has_more=has_more)


def _started(started: CommentQuerySet, page: int, per_page: int) -> tuple[list[int], bool]:
    first = (page - 1) * per_page
    ordered = started.order_by("-pinned", "created_at", "pk").values_list("pk", flat=True)
    ids = list(ordered[first : first + per_page + 1])
    return ids[:per_page], len(ids) > per_page


def _told_to(rows: list[Row], between: Apart) -> list[Row]:
    """To whom its writer keeps out, a comment is one that was removed; who does not want to hear of somebody has theirs
    out of sight."""
    if not between.away:
        return rows
    told = []
    for row in rows:
        if row.author_id in between.closed:
            row = row._replace(deleted_at=row.deleted_at or row.created_at)
        elif row.author_id in between.away:
            row = row._replace(state=Standing.HIDDEN)
        told.append(row)
    return told


def _speakers(rows: Iterable[Row]) -> frozenset[int]:
    return frozenset(row.author_id for row in rows if row.author_id is not None)


def _everybody_on(part: Part) -> frozenset[int]:
    """Whoever says anything on a part: its counts in the margin are made of all of it."""
    rows = Comment.objects.visible().filter(part=part.pk, author__isnull=False).order_by()
    return frozenset(rows.values_list("author", flat=True).distinct())


def _margins(part: Part, between: Apart) -> dict[str, int]:
    if not between.away:
        return dict(MARGINS.all(part.pk))
    return dict(_counted_in_margins(part.pk).heard(between).values_list("block").annotate(Count("pk")))


def _counted_in_margins(part: int) -> CommentQuerySet:
    return Comment.objects.visible().filter(part=part).exclude(block="").order_by()


def _first_of(ids: Sequence[int]) -> tuple[list[Row], set[int]]:
    """The first answers of each of these threads, and which threads have more."""
    if not ids:
        return [], set()
    number = Window(
        RowNumber(),
        partition_by=Coalesce("thread", "pk"),
        order_by=[F("thread").asc(nulls_first=True), F("created_at").asc(), F("pk").asc()],
    )
    comments = Comment.objects.standing().filter(Q(pk__in=ids) | Q(thread__in=ids)).annotate(number=number)
    rows, answers = [], Counter[int]()
    for row in rows_of(comments.filter(number__lte=ANSWERS + 2)):
        if row.thread_id is not None:
            answers[row.thread_id] += 1
        if row.thread_id is None or answers[row.thread_id] <= ANSWERS:
            rows.append(row)
    return rows, {thread for thread, number in answers.items() if number > ANSWERS}
