"""What a joining remembers for the next one, so that an edit of one part costs little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from inkstead.perspectives.analysis.alignment import Match
from inkstead.perspectives.analysis.features import SceneFeatures

MOST_SCENES = 6
"""What more scenes than this share is a refrain or a phrase; also what keeps the pairs few."""


RARITY = {2: 1.0, 3: 0.6, 4: 0.45, 5: 0.3, 6: 0.25}
"""What it is worth to a pair that so many scenes share a print."""


class Worth:
    """How much each pair of scenes shares of what few others say, kept up as scenes come and go.

    Summed in whole numbers, so that the order in which prints come makes no difference.
    """

    def __init__(self) -> None:
        self.of: dict[tuple[int, int], int] = {}

    def change(self, where: Sequence[int], weight: float, sign: int) -> None:
        if not 1 < len(where) <= MOST_SCENES:
            return
        each = sign * round(10_000 * RARITY[len(where)] * weight)
        for one, other in combinations(where, 2):
            pair = (one, other) if one < other else (other, one)
            worth = self.of.get(pair, 0) + each
            if worth:
                self.of[pair] = worth
            else:
                self.of.pop(pair, None)


class Index:
    """In which scenes each print occurs. `shared` are those that few scenes share."""

    def __init__(self) -> None:
        self.where: dict[int, list[int]] = {}
        self.shared: set[int] = set()

    def add(self, scene: int, prints: Iterable[int]) -> None:
        where, shared = self.where, self.shared
        for each in prints:
            known = where.get(each)
            if known is None:
                where[each] = [scene]
                continue
            known.append(scene)
            if len(known) <= MOST_SCENES:
                shared.add(each)
            else:
                shared.discard(each)

    def drop(self, scene: int, prints: Iterable[int]) -> None:
        for each in prints:
            known = self.where[each]
            known.remove(scene)
            if 1 < len(known) <= MOST_SCENES:
                self.shared.add(each)
            else:
                self.shared.discard(each)
            if not known:
                del self.where[each]


@dataclass
class Memory:
    """Holds the scenes it knows, so that none of them can be mistaken for another."""

    said: Index = field(default_factory=Index)
    happened: Index = field(default_factory=Index)
    worth: Worth = field(default_factory=Worth)
    words: Counter[str] = field(default_factory=Counter)
    """How often a word is spoken."""
    matches: dict[tuple[int, int, int], list[Match]] = field(default_factory=dict)
    """Of two scenes that share so much."""
    scenes: dict[int, SceneFeatures] = field(default_factory=dict)
    _numbers: dict[int, int] = field(default_factory=dict)
    _next: int = 0

    def meet(self, scenes: Sequence[SceneFeatures]) -> list[int]:
        """The number of each scene. What is no longer there is forgotten."""
        here = {id(scene) for scene in scenes}
        for known, number in list(self._numbers.items()):
            if known not in here:
                self._forget(known, number)
        return [self._number(scene) for scene in scenes]

    def _number(self, scene: SceneFeatures) -> int:
        if id(scene) not in self._numbers:
            self._next += 1
            self._numbers[id(scene)] = self._next
            self.scenes[self._next] = scene
            self._weigh(scene.prints.weights, -1)
            self.said.add(self._next, scene.prints.weights)
            self._weigh(scene.prints.weights, +1)
            self.happened.add(self._next, scene.footprints)
            for spoken in scene.spoken:
                self.words.update(spoken.key.split())
        return self._numbers[id(scene)]

    def _forget(self, known: int, number: int) -> None:
        scene = self.scenes[number]
        del self._numbers[known]
        self._weigh(scene.prints.weights, -1)
        self.said.drop(number, scene.prints.weights)
        self._weigh(scene.prints.weights, +1)
        del self.scenes[number]
        self.happened.drop(number, scene.footprints)
        for spoken in scene.spoken:
            self.words.subtract(spoken.key.split())
        self.matches = {key: told for key, told in self.matches.items() if number not in key[:2]}

    def _weigh(self, prints: Iterable[int], sign: int) -> None:
        """Around every change of where prints occur: what pairs were worth goes, what they are worth comes."""
        where, scenes = self.said.where, self.scenes
        for each in prints:
            known = where.get(each)
            if known is not None and len(known) > 1:
                self.worth.change(known, scenes[known[0]].prints.weights[each], sign)
