"""Retellings without shared speech: the same things happen in the same words and order, told by somebody else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from inkstead.perspectives.analysis.features import SceneFeatures
from inkstead.perspectives.analysis.keys import key_of
from inkstead.perspectives.analysis.memory import Memory
from inkstead.perspectives.analysis.results import Line, Narrator, Retelling, SharedLine

FEW_SCENES = 3
ENOUGH = 5
SHARE = 0.06
"""Of what the shorter scene holds."""
PLACES = 3
"""In how many different blocks of each scene something shared must stand."""


def find_by_wording(
    scenes: Sequence[SceneFeatures], tellers: Sequence[Narrator | None], memory: Memory
) -> Iterator[Retelling]:
    for (first, second), shared in sorted(_candidates(memory, memory.meet(scenes)).items()):
        if shared >= ENOUGH and _may_be_two(tellers[first], tellers[second]):
            told = _judge(scenes, first, second)
            if told is not None:
                yield told


def _candidates(memory: Memory, numbers: Sequence[int]) -> Counter[tuple[int, int]]:
    place = {number: at for at, number in enumerate(numbers)}
    pairs: Counter[tuple[int, int]] = Counter()
    for each in memory.happened.shared:
        where = memory.happened.where[each]
        if len(where) <= FEW_SCENES:
            pairs.update(combinations(sorted(place[number] for number in where), 2))
    return pairs


def _may_be_two(one: Narrator | None, other: Narrator | None) -> bool:
    """Somebody's own words again are no other telling."""
    return one is not None and other is not None and one.name != other.name


def _judge(scenes: Sequence[SceneFeatures], first: int, second: int) -> Retelling | None:
    one, other = scenes[first].footprints, scenes[second].footprints
    shared = one.keys() & other.keys()
    pairs = sorted({(one[each].block, other[each].block) for each in shared})
    ordered = _in_order(pairs)
    lines = [(a, b) for each in shared if ((a := one[each]).block, (b := other[each]).block) in ordered]
    texts = {(a.block, b.block): (a, b) for a, b in lines}
    if len(texts) < PLACES or len(shared) < SHARE * min(len(one), len(other)):
        return None
    told = tuple(
        SharedLine(
            Line(first + 1, a.block, a.text.strip()),
            Line(second + 1, b.block, b.text.strip()),
            None if key_of(a.text) == key_of(b.text) else "wording",
        )
        for _, (a, b) in sorted(texts.items())
    )
    return Retelling((first + 1, second + 1), "wording", round(min(0.8, 0.3 + 0.05 * len(shared)), 2), told)


def _in_order(pairs: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """The longest run in which both tellings go forward."""
    best: list[tuple[int, int]] = []
    runs: list[list[tuple[int, int]]] = []
    for pair in pairs:
        longest = max((run for run in runs if run[-1][0] < pair[0] and run[-1][1] < pair[1]), key=len, default=[])
        runs.append([*longest, pair])
        best = max(best, runs[-1], key=len)
    return set(best)
