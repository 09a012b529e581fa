"""What a suggestion means for the text as it stands now. Pure: blocks in, blocks out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from inkstead.lib.prose import Block, split_blocks
from inkstead.lib.prose.merging import marked, merge, words_of, written
from inkstead.lib.prose.source import without_ids

# `open`: it can be taken in. `said`: the text says so already. `changed`: the passage is another by now, in words that
# the suggestion touches too. `gone`: there is no such passage any more.
State = Literal["open", "said", "changed", "gone"]


class Proposal(Protocol):
    """What a suggestion says; see `models.Suggestion`."""

    kind: str
    block: str
    then_html: str
    html: str


@dataclass(frozen=True, slots=True)
class Standing:
    state: State
    place: int  # of the passage in the text; beyond its end when it is gone
    now: Sequence[Block]  # the passage as it stands; empty when something is added or the passage is gone
    html: str  # what would stand there, without ids

    @property
    def shown(self) -> str:
        """The passage with the words marked that would go and come."""
        return marked(words_of(self.now), words_of(split_blocks(self.html)))


def standing(proposal: Proposal, blocks: Sequence[Block]) -> Standing:
    # Passages that were taken in a moment ago carry no id yet, like the beginning of the part.
    places = (at for at, block in enumerate(blocks) if block.id == proposal.block)
    place = next(places, None) if proposal.block else None
    if proposal.kind == "add":
        return _added(proposal, blocks, place)
    if place is None:
        return Standing("gone", len(blocks), (), proposal.html)
    now = blocks[place]
    bare = without_ids(now.html)
    if bare == proposal.then_html:
        return Standing("open", place, (now,), proposal.html)
    if proposal.kind == "remove":
        return Standing("changed", place, (now,), "")
    return _replaced(proposal, now, bare, place)


def woven(proposal: Proposal, blocks: Sequence[Block], *, anyway: bool = False) -> list[Block] | None:
    """The text with the suggestion in it; None where it cannot be taken in.

    `anyway` puts the suggested words in the place of a passage that has changed. Passages that are new carry no id.
    """
    found = standing(proposal, blocks)
    if found.state == "said":
        return list(blocks)
    if found.state == "gone" or (found.state == "changed" and not anyway):
        return None
    fresh = split_blocks(proposal.html if found.state == "changed" else found.html)
    if not found.now:
        at = found.place + 1
        return [*blocks[:at], *fresh, *blocks[at:]]
    kept = [fresh[0].named(found.now[0].id), *fresh[1:]] if fresh else []
    return [*blocks[: found.place], *kept, *blocks[found.place + 1 :]]


def _added(proposal: Proposal, blocks: Sequence[Block], place: int | None) -> Standing:
    if place is None and proposal.block:
        return Standing("gone", len(blocks), (), proposal.html)
    at = -1 if place is None else place
    fresh = split_blocks(proposal.html)
    following = [without_ids(block.html) for block in blocks[at + 1 : at + 1 + len(fresh)]]
    said = following == [block.html for block in fresh]
    return Standing("said" if said else "open", at, (), proposal.html)


def _replaced(proposal: Proposal, now: Block, bare: str, place: int) -> Standing:
    if bare == proposal.html:
        return Standing("said", place, (now,), bare)
    then, wanted = split_blocks(proposal.then_html), split_blocks(proposal.html)
    both = merge(words_of(then), words_of(wanted), words_of([now]))
    if both is None:
        return Standing("changed", place, (now,), proposal.html)
    html = written(both)
    return Standing("said" if html == bare else "open", place, (now,), html)
