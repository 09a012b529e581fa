"""Where in two scenes the same may be told: the best run of shared prints that goes forward in both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from inkstead.perspectives.analysis.prints import Prints

NEAR = 16
"""Lines that may lie between two shared ones."""
MOST = 160


class Chain(NamedTuple):
    """Lines from the first to the last shared one in each scene, both included."""

    a: int
    a_last: int
    b: int
    b_last: int
    worth: float
    places: int


def best_chain(one: Prints, other: Prints, rarity: Callable[[int], float]) -> Chain | None:
    worth: dict[tuple[int, int], float] = defaultdict(float)
    for print_ in one.weights.keys() & other.weights.keys():
        worth[one.lines[print_], other.lines[print_]] += one.weights[print_] * rarity(print_)
    places = sorted(place for place, value in worth.items() if value > 0)
    if len(places) > MOST:
        places = sorted(sorted(places, key=lambda place: -worth[place])[:MOST])
    return max(_chains(places, worth), key=lambda chain: chain.worth, default=None)


def _chains(places: Sequence[tuple[int, int]], worth: dict[tuple[int, int], float]) -> list[Chain]:
    """For each place the best run that ends there."""
    chains: list[Chain] = []
    for a, b in places:
        own = min(1.5, worth[a, b])
        before = max(
            (chain for chain in chains if 0 <= a - chain.a_last <= NEAR and 0 <= b - chain.b_last <= NEAR),
            key=lambda chain: chain.worth,
            default=None,
        )
        if before is None:
            chains.append(Chain(a, a, b, b, own, 1))
        else:
            chains.append(Chain(before.a, a, before.b, b, before.worth + own, before.places + 1))
    return chains
