"""What is said in a scene, as hashes by which other scenes find it: whole sentences, and pieces of changed ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from zlib import crc32

from inkstead.perspectives.analysis.keys import weight_of
from inkstead.perspectives.analysis.speech import Spoken

TELLING = 0.35
"""The least weight with which a line counts for itself."""
PIECE = 4
PIECES_KEPT = 3


@dataclass(slots=True)
class Prints:
    sentences: list[tuple[int, ...]] = field(default_factory=list)
    """For each spoken line, its telling sentences."""
    weights: dict[int, float] = field(default_factory=dict)
    """Everything by which this scene can be found, with how much it tells."""
    again: set[int] = field(default_factory=set)
    """Sentences that come more than once in this scene."""
    lines: dict[int, int] = field(default_factory=dict)
    """In which spoken line it stands first."""


def prints_of(lines: Sequence[Spoken]) -> Prints:
    prints = Prints()
    for number, spoken in enumerate(lines):
        own = []
        for key in spoken.sentences:
            weight = weight_of(key)
            if weight < TELLING:
                continue
            own.append(hash_of(key))
            if own[-1] in prints.lines:
                prints.again.add(own[-1])
            prints.weights[own[-1]] = weight
            prints.lines.setdefault(own[-1], number)
            for piece in _pieces(key):
                prints.weights.setdefault(piece, weight / 4)
                prints.lines.setdefault(piece, number)
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
