"""Spoken lines of two scenes laid level, in order, with gaps; a speech may be whole in one and split in the other."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from inkstead.perspectives.analysis.keys import weight_of

SHAPES = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1))
LARGEST = 3600
"""Cells that are compared in full; larger fields are cut at lines that are the same and stand once on each side."""
REACH = 28
"""How many lines around a sure one are looked at where a gap is larger than that."""
LIKE = 0.6
ALMOST, ALMOST_IN_ONE_BLOCK = 0.85, 0.7
SHORT_WORDS = 3


class Said(NamedTuple):
    key: str
    prints: tuple[int, ...]
    block: int


@dataclass(frozen=True, slots=True)
class Match:
    """Lines `a` to `a_end` of one telling (the end not included) are lines `b` to `b_end` of the other."""

    a: int
    a_end: int
    b: int
    b_end: int
    likeness: float
    weight: float


def align(first: Sequence[Said], second: Sequence[Said]) -> list[Match]:
    return list(_Field(first, second).cut(0, len(first), 0, len(second)))


class _Field:
    def __init__(self, first: Sequence[Said], second: Sequence[Said]) -> None:
        self.first, self.second = first, second
        self.words_a = [said.key.split() for said in first]
        self.words_b = [said.key.split() for said in second]

    def cut(self, a: int, a_end: int, b: int, b_end: int) -> Iterator[Match]:
        if a == a_end or b == b_end:
            return
        if (a_end - a) * (b_end - b) <= LARGEST:
            yield from self._compare(a, a_end, b, b_end)
            return
        sure = self._sure(a, a_end, b, b_end)
        if not sure:
            return
        for at, (left, right) in enumerate(sure):
            before = sure[at - 1] if at else (a - 1, b - 1)
            yield from self._gap(before[0] + 1, left, before[1] + 1, right)
            yield Match(left, left + 1, right, right + 1, 1.0, weight_of(self.first[left].key))
        yield from self._gap(sure[-1][0] + 1, a_end, sure[-1][1] + 1, b_end)

    def _gap(self, a: int, a_end: int, b: int, b_end: int) -> Iterator[Match]:
        """Between sure lines; where it is too large, only what stands near them."""
        if (a_end - a) * (b_end - b) <= LARGEST:
            yield from self.cut(a, a_end, b, b_end)
            return
        a_near, b_near = min(a + REACH, a_end), min(b + REACH, b_end)
        yield from self._compare(a, a_near, b, b_near)
        yield from self._compare(max(a_near, a_end - REACH), a_end, max(b_near, b_end - REACH), b_end)

    def _sure(self, a: int, a_end: int, b: int, b_end: int) -> list[tuple[int, int]]:
        """Lines that stand once on each side and keep their order: the longest such run."""
        once_a = Counter(said.key for said in self.first[a:a_end])
        once_b = Counter(said.key for said in self.second[b:b_end])
        places = {said.key: at for at, said in enumerate(self.second[b:b_end], b) if once_b[said.key] == 1}
        pairs = [
            (at, places[said.key])
            for at, said in enumerate(self.first[a:a_end], a)
            if once_a[said.key] == 1 and said.key in places and weight_of(said.key) > 0
        ]
        return _rising(pairs)

    def _compare(self, a: int, a_end: int, b: int, b_end: int) -> list[Match]:
        rows, columns = a_end - a, b_end - b
        best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
        taken: dict[tuple[int, int], Match] = {}
        for row in range(rows - 1, -1, -1):
            for column in range(columns - 1, -1, -1):
                score, match = max(best[row + 1][column], best[row][column + 1]), None
                for found in self._matches(a + row, b + column, a_end, b_end):
                    gain = found.likeness * (0.3 + found.weight) + best[found.a_end - a][found.b_end - b]
                    if gain > score:
                        score, match = gain, found
                best[row][column] = score
                if match is not None:
                    taken[row, column] = match
        return _walk(best, taken, a, b)

    def _matches(self, a: int, b: int, a_end: int, b_end: int) -> Iterator[Match]:
        single = self._likeness(a, b)
        weight = weight_of(self.first[a].key)
        if single:
            yield Match(
                a, a + 1, b, b + 1, single, max(weight, weight_of(self.second[b].key)) if single < 1 else weight
            )
        if single == 1.0:
            return
        for left, right in SHAPES[1:]:
            if a + left > a_end or b + right > b_end:
                continue
            likeness = self._merged(a, a + left, b, b + right)
            if likeness > single + 0.05:
                key = max((self.first[a].key, self.second[b].key), key=len)
                yield Match(a, a + left, b, b + right, likeness, weight_of(key))

    def _likeness(self, a: int, b: int) -> float:
        """1 when the words are the same; 0 when the lines have nothing to do with each other."""
        one, other = self.first[a], self.second[b]
        if one.key == other.key:
            return 1.0 if one.key else 0.0
        shorter, longer = sorted((len(one.key), len(other.key)))
        shares = bool(one.prints) and not set(one.prints).isdisjoint(other.prints)
        if not shorter or (longer > 2.5 * shorter and not shares):
            return 0.0
        words_a, words_b = self.words_a[a], self.words_b[b]
        few = min(len(words_a), len(words_b)) <= SHORT_WORDS
        letters = fuzz.ratio(one.key, other.key, score_cutoff=85 if few else 50) / 100
        like = 0.0
        if letters:
            like = letters if few else (letters + Indel.normalized_similarity(words_a, words_b)) / 2
            like = like if few or like >= LIKE else 0.0
        return max(like, 0.65) if shares else like

    def _merged(self, a: int, a_end: int, b: int, b_end: int) -> float:
        """Of lines that stand together: in one block, or in blocks that follow each other."""
        left, right = self.first[a:a_end], self.second[b:b_end]
        if left[-1].block - left[0].block > 1 or right[-1].block - right[0].block > 1:
            return 0.0
        one, other = " ".join(each.key for each in left), " ".join(each.key for each in right)
        if not one or not other or abs(len(one) - len(other)) > 0.25 * max(len(one), len(other)):
            return 0.0
        in_one_block = left[-1].block == left[0].block and right[-1].block == right[0].block
        return fuzz.ratio(one, other, score_cutoff=100 * (ALMOST_IN_ONE_BLOCK if in_one_block else ALMOST)) / 100


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run in which both sides rise. Patience sorting: n log n."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for at, (_, right) in enumerate(pairs):
        place = bisect_left(ends, right)
        ends[place : place + 1] = [right]
        last[place : place + 1] = [at]
        before.append(last[place - 1] if place else -1)
    run, at = [], last[-1] if last else -1
    while at >= 0:
        run.append(pairs[at])
        at = before[at]
    return run[::-1]


def _walk(best: list[list[float]], taken: dict[tuple[int, int], Match], a: int, b: int) -> list[Match]:
    found, row, column = [], 0, 0
    while row < len(best) - 1 and column < len(best[0]) - 1:
        match = taken.get((row, column))
        if match is not None:
            found.append(match)
            row, column = match.a_end - a, match.b_end - b
        elif best[row + 1][column] >= best[row][column + 1]:
            row += 1
        else:
            column += 1
    return found
