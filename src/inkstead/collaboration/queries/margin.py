"""The private margin, and the draft with what stands beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.safestring import SafeString, mark_safe

from inkstead.accounts.models import User
from inkstead.collaboration.models import MarginNote
from inkstead.collaboration.queries.suggestions import open_suggestions
from inkstead.lib.prose import split_blocks
from inkstead.stories.models import Part
from inkstead.stories.queries import typed_paragraphs


@dataclass(frozen=True, slots=True)
class Note:
    id: int
    name: str
    is_mine: bool
    html: SafeString
    at: datetime


@dataclass(frozen=True, slots=True)
class Thread:
    first: Note
    block: str
    quote: str
    resolved_at: datetime | None
    resolved_by: str
    replies: list[Note] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Margin:
    whole: Sequence[Thread]  # on the part as such
    here: Sequence[Thread]  # on its passages, in their order
    gone: Sequence[Thread]  # on passages that are gone
    resolved: Sequence[Thread]


@dataclass(frozen=True, slots=True)
class Passage:
    """One block of a draft with what stands beside it."""

    id: str
    number: int
    html: SafeString
    can_be_reworded: bool
    suggestions: int
    threads: Sequence[Thread]


@dataclass(frozen=True, slots=True)
class Around:
    """What waits beside a draft, for the pages that lead there."""

    suggestions: int
    notes: int


def margin_of(part: Part, viewer: User) -> Margin:
    """Wants the head joined. Two queries."""
    places = {block.id: at for at, block in enumerate(split_blocks(part.head.html) if part.head else [])}
    threads = _threads(part, viewer)
    waiting = [thread for thread in threads if thread.resolved_at is None]
    on_passages = [thread for thread in waiting if thread.block in places]
    return Margin(
        whole=[thread for thread in waiting if not thread.block],
        here=sorted(on_passages, key=lambda thread: (places[thread.block], thread.first.id)),
        gone=[thread for thread in waiting if thread.block and thread.block not in places],
        resolved=[thread for thread in threads if thread.resolved_at is not None],
    )


def draft_passages(part: Part, viewer: User, *, all_suggestions: bool) -> list[Passage]:
    """The newest text, block by block. Wants the head joined. Three queries."""
    blocks = split_blocks(part.head.html) if part.head else []
    waiting = open_suggestions(part, viewer, all_of_them=all_suggestions).values_list("block", flat=True)
    suggestions = Counter(waiting)
    threads: dict[str, list[Thread]] = {}
    for thread in _threads(part, viewer):
        if thread.resolved_at is None:
            threads.setdefault(thread.block, []).append(thread)
    return [
        Passage(
            id=block.id,
            number=number,
            html=mark_safe(block.html),  # noqa: S308 - cleaned when it was saved
            can_be_reworded=block.kind not in ("scene-break", "image"),
            suggestions=suggestions[block.id],
            threads=threads.get(block.id, ()),
        )
        for number, block in enumerate(blocks, start=1)
    ]


def around(part: Part, viewer: User, *, all_suggestions: bool) -> Around:
    """Two queries that count."""
    suggestions = open_suggestions(part, viewer, all_of_them=all_suggestions).count()
    notes = MarginNote.objects.filter(part=part, parent=None, resolved_at=None).count()
    return Around(suggestions, notes)


def _threads(part: Part, viewer: User) -> list[Thread]:
    rows = MarginNote.objects.filter(part=part).select_related("by", "resolved_by").order_by("created_at", "pk")
    threads: dict[int, Thread] = {}
    replies: list[MarginNote] = []
    for row in rows:
        if row.parent_id is None:
            by = row.resolved_by.name if row.resolved_by else ""
            threads[row.pk] = Thread(_note(row, viewer), row.block, row.quote, row.resolved_at, by)
        else:
            replies.append(row)
    for row in replies:
        if row.parent_id in threads:
            threads[row.parent_id].replies.append(_note(row, viewer))
    return list(threads.values())


def _note(row: MarginNote, viewer: User) -> Note:
    is_mine = row.by is not None and row.by.user_id == viewer.pk
    return Note(row.pk, row.said_by, is_mine, typed_paragraphs(row.body), row.created_at)
