"""How two versions of a text differ: block by block, and word by word within a block that both have."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from inkstead.lib.prose.blocks import OPENING, Block
from inkstead.lib.prose.identity import in_order
from inkstead.lib.prose.words import EAST_ASIAN

# A tag, an entity, an ideograph, a word with what sticks to it, white space, or any single sign.
TOKEN = re.compile(
    rf"<[^>]*>|&[a-z0-9#]{{1,10}};|[{EAST_ASIAN}]|[^\s<>&{EAST_ASIAN}.,;:!?…\"“”„«»()\[\]—–]+|\s+|.", re.DOTALL
)
# Pairs of words that are compared in one block, and in all of them: difflib may look at each.
MOST = 250_000
MOST_IN_ALL = 3_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """What stands at one place in both versions; on either side it may be missing."""

    before: Block | None
    after: Block | None

    @property
    def is_same(self) -> bool:
        return self.before is not None and self.after is not None and self.before.html == self.after.html


def align(before: Sequence[Block], after: Sequence[Block]) -> list[Row]:
    """By their ids, in the order of both. What moved is missing at its new place before, and at its old place after."""
    places = {block.id: at for at, block in enumerate(before)}
    pairs = in_order({at: places[block.id] for at, block in enumerate(after) if block.id in places})
    rows: list[Row] = []
    left = right = 0
    for new, old in [*pairs, (len(after), len(before))]:
        rows += [Row(block, None) for block in before[left:old]]
        rows += [Row(None, block) for block in after[right:new]]
        if new < len(after):
            rows.append(Row(before[old], after[new]))
        left, right = old + 1, new + 1
    return rows


class Marker:
    """Marks words in the HTML of blocks; when there is too much to compare, whole blocks."""

    def __init__(self) -> None:
        self.left = MOST_IN_ALL

    def mark(self, row: Row) -> tuple[str, str]:
        """What is gone in <del>, what is new in <ins>, without ids; the markup around the words stays as it is."""
        before, after = tokens(row.before), tokens(row.after)
        old, new = self._changed(before, after)
        return written(before, old, "del"), written(after, new, "ins")

    def _changed(self, before: list[str], after: list[str]) -> tuple[list[bool], list[bool]]:
        head = _alike(before, after)
        tail = _alike(before[head:][::-1], after[head:][::-1])
        old, new = before[head : len(before) - tail], after[head : len(after) - tail]
        size = len(old) * len(new)
        if size > min(MOST, self.left):
            marks: tuple[list[bool], list[bool]] = [True] * len(old), [True] * len(new)
        else:
            self.left -= size
            marks = _compared(old, new)
        around = [False] * head, [False] * tail
        return [*around[0], *marks[0], *around[1]], [*around[0], *marks[1], *around[1]]


def tokens(block: Block | None) -> list[str]:
    if block is None:
        return []
    name = OPENING.match(block.html)
    assert name is not None
    return TOKEN.findall(f"<{name[1]}{block.html[name.end() :]}")


def written(words: Iterable[str], changed: Iterable[bool], mark: Literal["ins", "del"]) -> str:
    return "".join(_runs(words, changed, mark))


def _runs(words: Iterable[str], changed: Iterable[bool], mark: str) -> Iterator[str]:
    run: list[str] = []
    for word, differs in zip(words, changed, strict=True):
        if differs and word[0] != "<":
            run.append(word)
            continue
        yield _marked(run, mark)
        run = []
        yield word
    yield _marked(run, mark)


def _marked(run: list[str], mark: str) -> str:
    text = "".join(run)
    return f"<{mark}>{text}</{mark}>" if text.strip() else text


def _alike(one: list[str], other: list[str]) -> int:
    at = 0
    while at < min(len(one), len(other)) and one[at] == other[at]:
        at += 1
    return at


def _compared(old: list[str], new: list[str]) -> tuple[list[bool], list[bool]]:
    gone, come = [True] * len(old), [True] * len(new)
    for match in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        # Blanks that happen to be alike between two changes would only tear them apart.
        if all(word.isspace() for word in old[match.a : match.a + match.size]):
            continue
        for step in range(match.size):
            gone[match.a + step] = come[match.b + step] = False
    return gone, come
