"""What is said in a scene, as hashes by which other scenes find it: whole sentences, and pieces of changed ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from zlib import crc32

from inkstead.perspectives.analysis.keys import weight_of
from inkstead.perspectives.analysis.speech import Spoken

TELLING = 0.35
"""The least weight with which a line counts for itself."""
PIECE = 4
PIECES_KEPT = 3
MOST_SCENES = 6
"""What more scenes than this say is a refrain or a phrase; also what keeps the pairs few."""
RARITY = {2: 1.0, 3: 0.6, 4: 0.45, 5: 0.3, 6: 0.25}


@dataclass(slots=True)
class Prints:
    sentences: list[tuple[int, ...]] = field(default_factory=list)
    """For each spoken line, its telling sentences."""
    weights: dict[int, float] = field(default_factory=dict)
    """Everything by which this scene can be found, with how much it tells."""


def prints_of(lines: Sequence[Spoken]) -> Prints:
    prints = Prints()
    for spoken in lines:
        own = []
        for key in spoken.sentences:
            weight = weight_of(key)
            if weight < TELLING:
                continue
            own.append(hash_of(key))
            prints.weights[own[-1]] = weight
            for piece in _pieces(key):
                prints.weights.setdefault(piece, weight / 4)
        prints.sentences.append(tuple(own))
    return prints


def hash_of(key: str) -> int:
    return crc32(key.encode())


def _pieces(key: str) -> list[int]:
    """Four words in a row; of each sentence only those with the smallest hashes, which are the same ones elsewhere."""
    words = key.split()
    if len(words) <= PIECE:
        return []
    hashes = [crc32(" ".join(words[at : at + PIECE]).encode(), 1) for at in range(len(words) - PIECE + 1)]
    return sorted(hashes)[:PIECES_KEPT]


@dataclass(slots=True)
class SaidIn:
    """In how many scenes each print occurs, and which."""

    scenes: dict[int, list[int]]

    def rarity(self, print_: int) -> float:
        count = len(self.scenes.get(print_, ()))
        return 1.0 if count < 2 else RARITY.get(count, 0.0)


def said_in(scenes: Sequence[Prints]) -> SaidIn:
    found: dict[int, list[int]] = defaultdict(list)
    for index, prints in enumerate(scenes):
        for each in prints.weights:
            known = found[each]
            if len(known) <= MOST_SCENES:
                known.append(index)
    return SaidIn(found)


def pairs_of(said: SaidIn, scenes: Sequence[Prints], least: float) -> Iterator[tuple[int, int]]:
    """Scenes that share enough of what few others say; no more pairs than a few for each print."""
    scores: dict[tuple[int, int], float] = defaultdict(float)
    for each, where in said.scenes.items():
        if 1 < len(where) <= MOST_SCENES:
            worth = RARITY[len(where)] * scenes[where[0]].weights[each]
            for pair in combinations(where, 2):
                scores[pair] += worth
    return iter(sorted(pair for pair, score in scores.items() if score >= least))
