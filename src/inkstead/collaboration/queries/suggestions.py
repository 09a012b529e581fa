"""Suggestions as they stand against the newest text of a part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.safestring import SafeString, mark_safe

from inkstead.accounts.models import User
from inkstead.collaboration.models import Suggestion
from inkstead.collaboration.passages import State, standing
from inkstead.lib.prose import Block, split_blocks
from inkstead.lib.prose.source import without_ids
from inkstead.stories.models import Part

ANSWERED_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Shown:
    id: int
    kind: str
    kind_label: str
    name: str
    is_mine: bool
    note: str
    made_at: datetime
    block: str
    state: State
    html: SafeString  # the words that would go and come, marked; when it cannot be taken in, the suggested words
    then_html: SafeString  # the passage when the suggestion was made
    now_html: SafeString  # and now
    after: str  # the words that something new would follow


@dataclass(frozen=True, slots=True)
class Group:
    """How many one person suggests, so that all can be taken in at once."""

    pen_name_id: int
    name: str
    ready: int


@dataclass(frozen=True, slots=True)
class Suggestions:
    here: Sequence[Shown]  # in the order of the text
    gone: Sequence[Shown]
    groups: Sequence[Group]
    answered: Sequence[Suggestion]


def open_suggestions(part: Part, viewer: User, *, all_of_them: bool) -> QuerySet[Suggestion]:
    """Writers see all of them, others their own."""
    rows = Suggestion.objects.open().filter(part=part)
    return rows if all_of_them else rows.filter(by__user=viewer)


def suggestions_of(part: Part, viewer: User, *, all_of_them: bool) -> Suggestions:
    """Wants the head joined. Three queries."""
    blocks = split_blocks(part.head.html) if part.head else []
    rows = open_suggestions(part, viewer, all_of_them=all_of_them).select_related("by").order_by("pk")
    placed = [(standing(row, blocks).place, _shown(row, blocks, viewer), row) for row in rows]
    placed.sort(key=lambda item: (item[0], item[1].id))
    shown = [item for _, item, _ in placed]
    answered = Suggestion.objects.filter(part=part, answered_at__isnull=False).select_related("by", "answered_by")
    if not all_of_them:
        answered = answered.filter(by__user=viewer)
    return Suggestions(
        here=[item for item in shown if item.state != "gone"],
        gone=[item for item in shown if item.state == "gone"],
        groups=_groups([(row, item) for _, item, row in placed]),
        answered=list(answered.order_by("-answered_at", "-pk")[:ANSWERED_SHOWN]),
    )


def _shown(row: Suggestion, blocks: Sequence[Block], viewer: User) -> Shown:
    found = standing(row, blocks)
    now = "\n".join(block.html for block in found.now)
    marked = row.html if found.state in ("changed", "gone") else found.shown
    before = blocks[found.place].text if row.kind == "add" and 0 <= found.place < len(blocks) else ""
    return Shown(
        id=row.pk,
        kind=row.kind,
        kind_label=row.get_kind_display(),
        name=row.said_by,
        is_mine=row.by is not None and row.by.user_id == viewer.pk,
        note=row.note,
        made_at=row.created_at,
        block=row.block,
        state=found.state,
        html=_safe(marked),
        then_html=_safe(row.then_html),
        now_html=_safe(without_ids(now)),
        after=_end_of(before),
    )


def _groups(rows: Sequence[tuple[Suggestion, Shown]]) -> list[Group]:
    """Only of people with more than one that can be taken in."""
    ready: dict[int, list[str]] = {}
    for row, shown in rows:
        if row.by_id is not None and shown.state in ("open", "said"):
            ready.setdefault(row.by_id, []).append(shown.name)
    return [Group(pen_name, names[0], len(names)) for pen_name, names in ready.items() if len(names) > 1]


def _safe(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308 - cleaned when it was saved, and marked word by word


def _end_of(text: str, most: int = 120) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else "…" + flat[-most:].split(" ", 1)[-1]
