"""Comments as a page shows them: from rows to what stands there, in reading order."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet
from django.utils.html import escape, urlize
from django.utils.safestring import SafeString, mark_safe

from inkstead.accounts.addresses import pen_name_address
from inkstead.discussion.mentions import with_links
from inkstead.discussion.models import TOLD, Comment, CommentQuerySet, Mention, Reaction, Standing
from inkstead.stories.models import Part
from inkstead.web.dates import day

DEPTH_SHOWN = 6
A_READER = "A reader"  # whose account is gone
LINES, CHARACTERS = 40, 4_000  # of a comment; longer ones are folded
_LINE_ENDS = re.compile(r"<br>|</p><p>")
_LINKS = re.compile(r"(<a .*?</a>|<[^>]*>)", re.DOTALL)
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


class Row(NamedTuple):
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


def asked(comments: QuerySet[Comment]) -> QuerySet[Comment, Any]:
    told = ("pk", "parent_id", "thread_id", "created_at", "edited_at", "deleted_at", "body", "quote", "block")
    more = ("taken_from", "state", "pinned", "hearted", "locked", "guest_name")
    return comments.order_by("created_at", "pk").values_list(
        *told, *more, "author__name", "author__slug", "ahead__position", "author_id"
    )


def rows_of(comments: CommentQuerySet) -> list[Row]:
    return [Row(*row) for row in asked(comments.standing())]


def comment_html(body: str, mentioned: Collection[tuple[str, str]] = ()) -> SafeString:
    """Typed text as paragraphs. Addresses become links that give their target no credit, names behind an @ too."""
    text = urlize(body, nofollow=True, autoescape=True) if _ADDRESS.search(body) else escape(body)
    if mentioned:
        text = with_links(text, mentioned)
    return mark_safe("<p>" + text.replace("\n\n", "</p><p>").replace("\n", "<br>") + "</p>")  # noqa: S308 - escaped


def folded(html: SafeString) -> SafeString:
    """The same with all but its beginning behind a summary, where it would push everything else out of sight."""
    if len(html) < CHARACTERS and html.count("<br>") + html.count("</p><p>") < LINES:
        return html
    ends = [match.start() for match in _LINE_ENDS.finditer(html)]
    room = min(CHARACTERS // 2, ends[LINES // 2] if len(ends) > LINES // 2 else len(html))
    at = max((end for end in ends if end <= room), default=0) or _between_words(html, room)
    if not at:
        return html
    rest = re.sub(r"^(?:<br>|</p><p>)", "", html[at:])
    more = f'<details class="comment-rest"><summary>Read on</summary><p>{rest}</details>'
    return mark_safe(f"{html[:at]}</p>{more}")  # noqa: S308 - cut between lines or words, outside of every tag


def _between_words(html: str, room: int) -> int:
    """The last gap before `room` that is in no tag and no link."""
    last, start = 0, 0
    for piece in _LINKS.split(html):
        if not piece.startswith("<"):
            gap = piece.rfind(" ", 0, max(0, room - start))
            last = start + gap if gap > 0 else last
        start += len(piece)
        if start > room:
            break
    return last


def order_of(row: Row) -> tuple[bool, datetime, int]:
    return not row.pinned, row.created_at, row.pk


def stands_in(block: str, text: str) -> bool:
    return f' id="{block}"' in text


def in_reading_order(
    rows: list[Row],
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
    children: dict[int | None, list[Row]] = defaultdict(list)
    for row in rows:
        above = row.parent_id if row.parent_id is None or row.parent_id in here else row.thread_id
        children[above].append(row)
    kept: set[int] = set()
    for row in reversed(rows):  # what is gone stands while somebody still answers it
        if row.is_visible or any(child.pk in kept for child in children[row.pk]):
            kept.add(row.pk)
    told = told_of([row for row in rows if row.pk in kept])
    shown: list[ShownComment] = []
    last: dict[int, int] = {}
    roots = sorted(children[None], key=order_of) if pins else children[None]
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
class Told:
    mentioned: Mapping[int, list[tuple[str, str]]]
    reacted: Mapping[int, Mapping[str, int]]


def told_of(rows: Sequence[Row] | Sequence[Comment], *, are_new: bool = False) -> Told:
    """One query for all reactions, of which new ones have none; one more where somebody may be named."""
    reacted: dict[int, Counter[str]] = defaultdict(Counter)
    if rows and not are_new:
        counted = Reaction.objects.filter(comment__in=[row.pk for row in rows]).order_by()
        for comment, kind, number in counted.values_list("comment", "kind").annotate(Count("pk")):
            reacted[comment][kind] = number
    return Told(named_in(rows), reacted)


def named_in(rows: Iterable[Row] | Iterable[Comment]) -> Mapping[int, list[tuple[str, str]]]:
    """Whom each of them mentions, as `comment_html` asks for it: one query where somebody may be named at all."""
    mentioned: dict[int, list[tuple[str, str]]] = defaultdict(list)
    if naming := [row.pk for row in rows if "@" in row.body]:
        named = Mention.objects.filter(comment__in=naming).values_list("comment", "pen_name__name", "pen_name__slug")
        for comment, name, slug in named:
            mentioned[comment].append((name, pen_name_address(slug)))
    return mentioned


def reactions_told(reacted: Mapping[str, int]) -> str:
    """ "3 loved, 1 gasped", in the order of the buttons."""
    return ", ".join(f"{reacted[kind]:,} {word}" for kind, word in TOLD.items() if reacted.get(kind))


def _shown(row: Row, depth: int, text: str | None, told: Told, reach: int) -> ShownComment:
    is_gone = not stands_in(row.block, text) if row.block and text is not None else bool(row.taken_from)
    seen = row.is_visible
    reacted = told.reacted.get(row.pk, {}) if seen else {}
    return ShownComment(
        id=row.pk,
        url=f"/comment/{row.pk}/",
        author_name=(row.author_name or row.guest_name or A_READER) if seen else "",
        author_url=pen_name_address(row.author_slug) if row.author_slug and seen else "",
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
