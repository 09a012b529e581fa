"""Where what points at the blocks of one text belongs in the next one."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from inkstead.lib.prose.blocks import Block
from inkstead.lib.prose.identity import in_order
from inkstead.lib.prose.likeness import LIKELY, Holders, Weights, Words, common, words_of

# Words are at home where this share of them stands; a remark never leaves the block that still holds half of them.
HOME, STAYS = 0.45, 0.5
# How telling they must be together, in nats: two or three rare words of a chapter, less beside their old neighbours.
FAR, NEAR = 9.0, 3.0
# Comparing words in their order costs the square of their number.
COMPARED_WORDS = 3_000
# Remarks that are looked for by their words, all in all. Beyond these a part was replaced, not revised.
SEARCHES = 1_000


@dataclass(frozen=True, slots=True)
class Home:
    block: str
    share: float  # of the words that were looked for
    weight: float  # how telling those are, in nats


class Carrying:
    """Two texts with ids; a block that goes on has the same in both. Nothing is compared before it must be."""

    def __init__(self, before: Sequence[Block], after: Sequence[Block]) -> None:
        self.before = {block.id: block.text for block in before}
        self.after = {block.id: block.text for block in after}
        self.order = list(self.after)
        self.places = {block: at for at, block in enumerate(self.order)}
        self._searches = SEARCHES
        self._words: dict[str, Words] = {}
        self._gains: dict[str, Words] = {}
        self._known: dict[tuple[str, str, str], str | None] = {}

    def remark(self, block: str, quote: str = "", passage: str = "") -> str | None:
        """The block on which a remark on a block, or on these words in it, belongs now; None if there is none.

        `passage` is what stood in the block that the remark was made on, for a remark that was carried since then.
        """
        asked = (block, quote, passage)
        if asked not in self._known:
            self._known[asked] = self._remark(*asked)
        return self._known[asked]

    def nearest(self, block: str) -> str:
        """Where a reader goes on who stopped there: at the block, else at what stood before it and has not moved."""
        if block in self.after or block not in self.before:
            return block
        before, after = self._neighbours[block]
        return before or after

    def _remark(self, block: str, quote: str, passage: str) -> str | None:
        stands = block in self.after
        if stands and (self.after[block] == self.before.get(block) or self._holds(block, quote)):
            return block
        words = self._words_of(passage or self.before.get(block, ""))
        kept = self._share(words, self._words_of(self.after[block])) if stands else 0.0
        if not self._may_search() or (stands and not quote and kept >= STAYS):
            return block if stands else None
        if quote and (moved := self._quoted_elsewhere(block, quote, words)):
            return moved
        if stands and kept >= STAYS:
            return block
        home = self._home(words, block)
        if home is not None and home.share > kept:
            return home.block
        return block if stands else None

    def _holds(self, block: str, quote: str) -> bool:
        return bool(quote) and _bare(quote) in _bare(self.after[block])

    def _may_search(self) -> bool:
        self._searches -= 1
        return self._searches >= 0

    # Quotes

    def _quoted_elsewhere(self, block: str, quote: str, around: Words) -> str | None:
        """The block that has the quoted words now and did not have them before."""
        words = self._words_of(quote)
        spaced = _spaced(words)
        found = [new for new in self._saying(spaced) if spaced not in _spaced(words_of(self.before.get(new, "")))]
        telling = self.weights.sum(words)
        homes = [self._as_home(around or words, new) for new in found]
        homes = [home for home in homes if telling >= FAR or self._belongs_together(home, block)]
        best = max(homes, key=lambda home: home.weight, default=None)
        return best.block if best is not None else None

    def _belongs_together(self, home: Home, block: str) -> bool:
        """Few or common words are said everywhere: they must be near, and with others or in a block of their own."""
        return home.block in self._near(block) and (home.weight >= FAR or home.block not in self.before)

    def _saying(self, spaced: str) -> list[str]:
        """Blocks that hold these words one after another."""
        text, starts = self._all_words
        found: list[str] = []
        at = text.find(spaced) if spaced.strip() else -1
        while at >= 0 and len(found) < LIKELY:
            place = bisect_right(starts, at) - 1
            found.append(self.order[place])
            at = text.find(spaced, starts[place + 1] if place + 1 < len(starts) else len(text))
        return found

    @cached_property
    def _all_words(self) -> tuple[str, list[int]]:
        """The words of all blocks now, a line for each, and where each begins."""
        lines = [_spaced(words_of(text)) + "\n" for text in self.after.values()]
        return "".join(lines), [0, *accumulate(map(len, lines))][:-1]

    # Words

    def _home(self, words: Words, block: str) -> Home | None:
        """The block that has gained most of these words, if it has gained enough of them to be told apart."""
        near = self._near(block)
        likely = [self.order[place] for place in self._gainers.likely(words)]
        homes = [self._as_home(words, candidate) for candidate in dict.fromkeys([*likely, *near])] if words else []
        homes = [home for home in homes if self._is_enough(home, words, home.block in near)]
        return max(homes, key=lambda home: home.weight, default=None)

    def _is_enough(self, home: Home, words: Words, is_near: bool) -> bool:
        """A neighbour that gained these words and no others was merged with them, however few and common they are."""
        if is_near and self._gained(home.block) == words:
            return True
        least = max(HOME * self.weights.sum(words), NEAR if is_near else FAR)
        return home.share >= HOME and home.weight >= least

    def _as_home(self, words: Words, candidate: str) -> Home:
        """With as many of these words as the block has gained."""
        found = common(words, self._gained(candidate))
        return Home(candidate, len(found) / len(words), self.weights.sum(words[at] for at, _ in found))

    def _share(self, words: Words, among: Words) -> float:
        return len(common(words, among)) / len(words) if words else 1.0

    def _gained(self, block: str) -> Words:
        """The words of a block that it did not have before."""
        if block not in self._gains:
            now = self._words_of(self.after[block])
            had = {at for _, at in common(self._words_of(self.before.get(block, "")), now)}
            self._gains[block] = tuple(word for at, word in enumerate(now) if at not in had)
        return self._gains[block]

    @cached_property
    def _gainers(self) -> Holders:
        holders = Holders(self.weights)
        for place, block in enumerate(self.order):
            if self.before.get(block) != self.after[block]:
                holders.add(place, self._gained(block))
        return holders

    @cached_property
    def weights(self) -> Weights:
        return Weights(self._words_of(text) for text in {**self.before, **self.after}.values())

    def _words_of(self, text: str) -> Words:
        if text not in self._words:
            self._words[text] = words_of(text)[:COMPARED_WORDS]
        return self._words[text]

    # Places

    @cached_property
    def _neighbours(self) -> dict[str, tuple[str, str]]:
        """For each earlier block those before and after it that still stand in their order."""
        old = list(self.before)
        pairs = {at: self.places[block] for at, block in enumerate(old) if block in self.places}
        still = {old[at] for at, _ in in_order(pairs)}
        return dict(zip(old, zip(_last(old, still), _last(old[::-1], still)[::-1], strict=True), strict=True))

    def _near(self, block: str) -> list[str]:
        """What stands now between the neighbours that a block had, these included."""
        if block not in self.before:
            return []
        first, last = self._neighbours[block]
        start = self.places[first] if first else 0
        end = self.places[last] + 1 if last else len(self.order)
        return self.order[start : min(end, start + LIKELY)]


def _last(order: Iterable[str], still: set[str]) -> list[str]:
    """For each of them the last one before it that is still there."""
    found, last = [], ""
    for block in order:
        found.append(last)
        last = block if block in still else last
    return found


def _spaced(words: Words) -> str:
    """So that only whole words are found in it."""
    return f" {' '.join(words)} "


def _bare(text: str) -> str:
    """What a quotation keeps of a text, whatever it does to spaces and marks."""
    return "".join(filter(str.isalnum, text.casefold()))
