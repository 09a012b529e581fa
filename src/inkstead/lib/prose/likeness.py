"""What a text's words tell about it: rare ones much, common ones little, and only in the order in which they stand."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import LCSseq

from inkstead.lib.prose.words import words_in

# A word that stands in more texts than this leads nowhere.
TOO_COMMON = 64
# Texts that are looked at closely for each one that is looked for.
LIKELY = 6
# Places that are looked at, all in all: about half a second.
VISITS = 2_000_000

Words = tuple[str, ...]


def words_of(text: str) -> Words:
    """Without case, and with one kind of apostrophe: "Don’t" and "don't" are one word."""
    return tuple(words_in(text.casefold().replace("’", "'")))


class Weights:
    """How telling each word is among these texts, in nats: one that stands in all of them 0.7, one in 1 of 100 4.6."""

    def __init__(self, texts: Iterable[Words]) -> None:
        self.number = 0
        self.holding: Counter[str] = Counter()
        for words in texts:
            self.number += 1
            self.holding.update(set(words))

    def of(self, word: str) -> float:
        return math.log1p(self.number / (self.holding[word] or 1))

    def sum(self, words: Iterable[str]) -> float:
        return sum(map(self.of, words))


def common(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Places of the same words in both, as many as possible that stand in the same order."""
    return [
        (block.a + step, block.b + step)
        for block in LCSseq.opcodes(before, after).as_matching_blocks()
        for step in range(block.size)
    ]


class Holders:
    """Which texts hold a word, for finding those that have much in common with another one."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.places: defaultdict[str, list[int]] = defaultdict(list)
        self.visits = VISITS

    def add(self, place: int, words: Words) -> None:
        for word in set(words):
            self.places[word].append(place)

    def likely(self, words: Words) -> list[int]:
        """The few places that hold the most of these words, best first; nothing when too much was asked already."""
        overlap: defaultdict[int, float] = defaultdict(float)
        for word in sorted(set(words)):
            holding = self.places.get(word, ())
            if len(holding) <= TOO_COMMON and self.visits > 0:
                self.visits -= len(holding)
                for place in holding:
                    overlap[place] += self.weights.of(word)
        return sorted(overlap, key=lambda place: (-overlap[place], place))[:LIKELY]
