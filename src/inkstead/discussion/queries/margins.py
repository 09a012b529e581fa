"""Paragraphs as the pages of the margin show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inkstead.accounts.models import User
from inkstead.discussion.models import ParagraphReaction
from inkstead.discussion.queries.threads import margins_of
from inkstead.lib.prose import split_blocks
from inkstead.stories.models import Part
from inkstead.web.visitors import NOBODY, Apart

BEGINNING = 90


@dataclass(frozen=True, slots=True)
class MarginOf:
    block: str
    beginning: str
    count: int


@dataclass(frozen=True, slots=True)
class ParagraphReactions:
    counts: Mapping[str, int]
    mine: str


def margins_with_words(part: Part, between: Apart = NOBODY) -> Sequence[MarginOf]:
    """Every paragraph that has words, in order. Wants `live` joined; one query."""
    counts = margins_of(part, between)
    blocks = split_blocks(part.live.html) if part.live is not None and part.is_published else []
    worded = [block for block in blocks if block.text.strip() and block.kind != "scene-break"]
    return [MarginOf(block.id, _beginning(block.text), counts.get(block.id, 0)) for block in worded]


def paragraph_reactions(part: Part, block: str, reader: User | None) -> ParagraphReactions:
    rows = ParagraphReaction.objects.filter(part=part, block=block).values_list("kind", "user")
    counts, mine = Counter[str](), ""
    for kind, user in rows:
        counts[kind] += 1
        if reader is not None and user == reader.pk:
            mine = kind
    return ParagraphReactions(counts, mine)


def _beginning(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= BEGINNING else flat[:BEGINNING].rsplit(" ", 1)[0] + "…"
