"""Threads as a page shows them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils.encoding import iri_to_uri
from django.utils.html import escape, urlize
from django.utils.safestring import SafeString, mark_safe

from inkstead.discussion.mentions import with_links
from inkstead.discussion.models import TOLD, Comment, CommentQuerySet, Mention, Reaction, Standing
from inkstead.stores.prepared import Prepared
from inkstead.stories.models import Part
from inkstead.web.dates import day
from inkstead.web.visitors import Apart

DEPTH_SHOWN = 6
THREADS_PER_PAGE = 50
IN_MARGIN = 20  # threads that a margin shows at once
FEW = 200  # comments that are fetched whole
ANSWERS = 20  # of one thread that a page of threads shows; its own page shows them all
ON_THREAD = 100  # answers on one page of a thread
NOBODY = Apart()
A_READER = "A reader"  # whose account is gone
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
    deleted: bool  # or hidden: nothing of it is told
    hidden: bool
    depth: int
    parent: int | None
    replies_hidden: bool = False  # more of its thread stands at `thread_url`
    thread_url: str = ""
    is_guest: bool = False
    ahead: int = 0  # the position of the part up to which its writer had read, if that is a later one
    pinned: bool = False
    hearted: bool = False
    locked: bool = False
    reactions: str = ""  # "3 loved, 1 gasped"
    reacted: Mapping[str, int] | None = None


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


def comment_html(body: str, mentioned: Collection[tuple[str, str]] = ()) -> SafeString:
    """Typed text as paragraphs. Addresses become links that give their target no credit, names behind an @ too."""
    text = urlize(body, nofollow=True, autoescape=True) if _ADDRESS.search(body) else escape(body)
    if mentioned:
        text = with_links(text, mentioned)
    return mark_safe("<p>" + text.replace("\n\n", "</p><p>").replace("\n", "<br>") + "</p>")  # noqa: S308 - escaped


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
    rows = _told_to([_Row(*row) for row in FIRST_OF_PART.all(part.pk)], between)
    if len(rows) <= FEW:
        margins = Counter(row.block for row in rows if row.block and row.is_visible and _stands(row.block, text))
        of_whole = {row.pk for row in rows if row.parent_id is None and not (row.block and _stands(row.block, text))}
        first = sorted((row for row in rows if row.pk in of_whole), key=_order)[:THREADS_PER_PAGE]
        ids = {row.pk for row in first}
        rows = [row for row in rows if row.pk in ids or row.thread_id in ids]
        return Below(_in_reading_order(rows, part), len(of_whole) > len(ids), margins, _speakers(rows))
    counted = _margins(part, between)
    adrift = [block for block in counted if not _stands(block, text)]
    started = Comment.objects.standing().filter(part=part.pk, parent__isnull=True, block__in=["", *adrift])
    first_ids, has_more = _started(started, 1, THREADS_PER_PAGE)
    rows, cut = _first_of(first_ids)
    rows = _told_to(rows, between)
    comments = _in_reading_order(rows, part, cut=cut)
    return Below(comments, has_more, {at: counted[at] for at in counted if at not in adrift}, _everybody_on(part))


def margins_of(part: Part, between: Apart = NOBODY) -> dict[str, int]:
    """How many comments each paragraph has, for those that stand in the text that readers see."""
    text = part.live.html if part.live is not None else ""
    return {block: number for block, number in _margins(part, between).items() if _stands(block, text)}


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
    rows = _told_to(_rows(Comment.objects.filter(Q(pk__in=ids) | Q(thread__in=ids))), between)
    return _in_reading_order(rows, pins=False), found[limit - 1] if len(found) > limit else None


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
    shown = _asked(answers)[(page - 1) * ON_THREAD : page * ON_THREAD]
    rows = [*_rows(Comment.objects.filter(pk=root)), *(_Row(*row) for row in shown)]
    return Thread(_in_reading_order(_told_to(rows, between), comment.part, reach=reach), page, pages, number)


class _Row(NamedTuple):
    """A comment and its author in one row: a page of them needs no models."""

    pk: int
    parent_id: int | None
    thread_id: int | None
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    body: str
    quote: str
    block: str
    taken_from: str
    state: str
    pinned: bool
    hearted: bool
    locked: bool
    guest_name: str
    author_name: str | None
    author_slug: str | None
    ahead: int | None
    author_id: int | None

    @property
    def is_visible(self) -> bool:
        return self.deleted_at is None and self.state == Standing.SHOWN


def _asked(comments: QuerySet[Comment]) -> QuerySet[Comment, Any]:
    told = ("pk", "parent_id", "thread_id", "created_at", "edited_at", "deleted_at", "body", "quote", "block")
    more = ("taken_from", "state", "pinned", "hearted", "locked", "guest_name")
    return comments.order_by("created_at", "pk").values_list(
        *told, *more, "author__name", "author__slug", "ahead__position", "author_id"
    )


def _rows(comments: CommentQuerySet) -> list[_Row]:
    return [_Row(*row) for row in _asked(comments.standing())]


FIRST_OF_PART: Prepared[Comment] = Prepared(
    lambda part: _asked(Comment.objects.standing().filter(part=part))[: FEW + 1], int
)
MARGINS: Prepared[Comment] = Prepared(
    lambda part: _counted_in_margins(part).values_list("block").annotate(Count("pk")), int
)


def _page_of(started: CommentQuerySet, page: int, per_page: int, part: Part, reach: int, between: Apart) -> ThreadPage:
    page = max(1, page)
    ids, has_more = _started(started, page, per_page)
    rows, cut = _first_of(ids)
    shown = _in_reading_order(_told_to(rows, between), part, reach=reach, cut=cut)
    return ThreadPage(shown, page, has_more=has_more)


def _started(started: CommentQuerySet, page: int, per_page: int) -> tuple[list[int], bool]:
    first = (page - 1) * per_page
    ordered = started.order_by("-pinned", "created_at", "pk").values_list("pk", flat=True)
    ids = list(ordered[first : first + per_page + 1])
    return ids[:per_page], len(ids) > per_page


def _told_to(rows: list[_Row], between: Apart) -> list[_Row]:
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


def _speakers(rows: Iterable[_Row]) -> frozenset[int]:
    return frozenset(row.author_id for row in rows if row.author_id is not None)


def _everybody_on(part: Part) -> frozenset[int]:
    """Whoever says anything on a part: its counts in the margin are made of all of it."""
    rows = Comment.objects.visible().filter(part=part.pk, author__isnull=False).order_by()
    return frozenset(rows.values_list("author", flat=True).distinct())


def _margins(part: Part, between: Apart) -> dict[str, int]:
    if not between.away:
        return dict(MARGINS.all(part.pk))
    heard = _counted_in_margins(part.pk).exclude(author__in=list(between.away))
    return dict(heard.values_list("block").annotate(Count("pk")))


def _counted_in_margins(part: int) -> CommentQuerySet:
    return Comment.objects.visible().filter(part=part).exclude(block="").order_by()


def _first_of(ids: Sequence[int]) -> tuple[list[_Row], set[int]]:
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
    for row in _rows(comments.filter(number__lte=ANSWERS + 2)):
        if row.thread_id is not None:
            answers[row.thread_id] += 1
        if row.thread_id is None or answers[row.thread_id] <= ANSWERS:
            rows.append(row)
    return rows, {thread for thread, number in answers.items() if number > ANSWERS}


def _order(row: _Row) -> tuple[bool, datetime, int]:
    return not row.pinned, row.created_at, row.pk


def _stands(block: str, text: str) -> bool:
    return f' id="{block}"' in text


def _in_reading_order(
    rows: list[_Row],
    part: Part | None = None,
    *,
    reach: int = 0,
    pins: bool = True,
    cut: Collection[int] = (),
) -> list[ShownComment]:
    """Each answer after what it answers; what was deleted or hidden is not shown without answers. `rows` come oldest
    first. Threads in `cut` go on elsewhere, which the last of their comments says.

    With the part, whose live text is joined, they tell whether the passage that they were made on is still there.
    """
    text = part.live.html if part is not None and part.live is not None and any(row.block for row in rows) else None
    here = {row.pk for row in rows}
    children: dict[int | None, list[_Row]] = defaultdict(list)
    for row in rows:
        above = row.parent_id if row.parent_id is None or row.parent_id in here else row.thread_id
        children[above].append(row)
    kept: set[int] = set()
    for row in reversed(rows):  # what is gone stands while somebody still answers it
        if row.is_visible or any(child.pk in kept for child in children[row.pk]):
            kept.add(row.pk)
    told = _told_of([row for row in rows if row.pk in kept])
    shown: list[ShownComment] = []
    last: dict[int, int] = {}
    roots = sorted(children[None], key=_order) if pins else children[None]
    waiting = [(root, 0) for root in reversed(roots)]
    position = part.position if part is not None else 0
    while waiting:
        row, depth = waiting.pop()
        if row.pk in kept:
            last[row.thread_id or row.pk] = len(shown)
            shown.append(_shown(row, min(depth, DEPTH_SHOWN), text, told, max(reach, position)))
            waiting.extend((child, depth + 1) for child in reversed(children[row.pk]))
    for thread in cut:
        if thread in last:
            shown[last[thread]] = replace(shown[last[thread]], replies_hidden=True, thread_url=f"/comment/{thread}/")
    return shown


@dataclass(frozen=True, slots=True)
class _Told:
    mentioned: Mapping[int, list[tuple[str, str]]]
    reacted: Mapping[int, Mapping[str, int]]


def _told_of(rows: Sequence[_Row]) -> _Told:
    """One query for all reactions; one more where somebody may be named."""
    mentioned: dict[int, list[tuple[str, str]]] = defaultdict(list)
    if naming := [row.pk for row in rows if "@" in row.body]:
        named = Mention.objects.filter(comment__in=naming).values_list("comment", "pen_name__name", "pen_name__slug")
        for comment, name, slug in named:
            mentioned[comment].append((name, iri_to_uri(f"/by/{slug}/")))
    reacted: dict[int, Counter[str]] = defaultdict(Counter)
    if rows:
        counted = Reaction.objects.filter(comment__in=[row.pk for row in rows]).order_by()
        for comment, kind, number in counted.values_list("comment", "kind").annotate(Count("pk")):
            reacted[comment][kind] = number
    return _Told(mentioned, reacted)


def reactions_told(reacted: Mapping[str, int]) -> str:
    """ "3 loved, 1 gasped", in the order of the buttons."""
    return ", ".join(f"{reacted[kind]:,} {word}" for kind, word in TOLD.items() if reacted.get(kind))


def _shown(row: _Row, depth: int, text: str | None, told: _Told, reach: int) -> ShownComment:
    is_gone = not _stands(row.block, text) if row.block and text is not None else bool(row.taken_from)
    seen = row.is_visible
    reacted = told.reacted.get(row.pk, {}) if seen else {}
    return ShownComment(
        id=row.pk,
        url=f"/comment/{row.pk}/",
        author_name=(row.author_name or row.guest_name or A_READER) if seen else "",
        author_url=iri_to_uri(f"/by/{row.author_slug}/") if row.author_slug and seen else "",
        at=row.created_at,
        day=day(row.created_at),
        edited_at=row.edited_at,
        body=row.body if seen else "",
        html=comment_html(row.body, told.mentioned.get(row.pk, ())) if seen else SafeString(""),
        quote=row.quote if seen else "",
        block=row.block,
        # Answers without a quotation need not say it again.
        gone=is_gone and seen and (row.parent_id is None or bool(row.quote)),
        deleted=not seen,
        hidden=row.deleted_at is None and not seen,
        depth=depth,
        parent=row.parent_id,
        is_guest=bool(row.guest_name) and seen,
        ahead=row.ahead if row.ahead is not None and row.ahead > reach and seen else 0,
        pinned=row.pinned and row.thread_id is None and seen,
        hearted=row.hearted and seen,
        locked=row.locked and row.thread_id is None,
        reactions=reactions_told(reacted),
        reacted=reacted,
    )
