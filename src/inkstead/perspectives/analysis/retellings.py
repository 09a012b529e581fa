"""Which pairs of scenes tell the same conversation, and which lines they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from inkstead.perspectives.analysis.alignment import Match, Said, align
from inkstead.perspectives.analysis.chains import Chain, best_chain
from inkstead.perspectives.analysis.differences import difference_of
from inkstead.perspectives.analysis.features import SceneFeatures
from inkstead.perspectives.analysis.keys import weight_of
from inkstead.perspectives.analysis.memory import RARITY, Memory
from inkstead.perspectives.analysis.prints import TELLING
from inkstead.perspectives.analysis.results import Difference
from inkstead.perspectives.analysis.speech import Spoken

OFTEN = 0.2
"""The worth of what comes several times in either scene: a refrain, whoever tells it."""
CANDIDATE = 0.9
LEAST_WORTH = 10_000 * CANDIDATE
LEAST_CHAIN = 0.8
AROUND = 10
ENOUGH = 1.7
ENOUGH_WITHOUT_TURN = 2.6
"""For lines of more than two scenes, where nothing shows that somebody else tells them."""
CLOSELY = 0.75
THIN = 0.22
FEW_MISSING = 3
CLOSE = 2
TELLING_TAG = 4
"""Words of narration around a line that must be the same before they speak for a mere repetition."""


@dataclass(slots=True)
class Shared:
    """One pair of lines; either side may be several spoken lines, or none when it is missing there."""

    a: list[Spoken]
    b: list[Spoken]
    a_at: int
    b_at: int
    weight: float
    difference: Difference | None


@dataclass(slots=True)
class Told:
    first: int
    second: int
    score: float
    turned: int
    """How often one tells as “I said” what the other tells as “he said”."""
    lines: list[Shared]

    @property
    def confidence(self) -> float:
        return round(min(0.99, 1 - 0.5 / (1 + self.score - 1)), 2)


class Retellings:
    """Wants the features of all scenes in order; knows nothing of names."""

    def __init__(self, scenes: Sequence[SceneFeatures], memory: Memory) -> None:
        self.scenes, self.memory = scenes, memory
        self.numbers = memory.meet(scenes)

    def find(self) -> list[Told]:
        pairs = self._candidates()
        return [told for pair in pairs if (told := self._judge(*pair, self._matches(*pair, pairs[pair]))) is not None]

    def level(self, first: int, second: int) -> Told:
        """Two scenes that somebody says tell the same, laid level as well as they can be."""
        one, other = self.scenes[first], self.scenes[second]
        chain = best_chain(one.prints, other.prints, self._rarity_of)
        matches = _align(one, other, chain) if chain is not None else []
        return Told(first, second, 1.0, 0, list(_lines(matches, one, other, self.memory.words)))

    def _candidates(self) -> dict[tuple[int, int], int]:
        """Scenes that share enough of what few others say, with how much; for each print no more pairs than a few."""
        place = {number: at for at, number in enumerate(self.numbers)}
        found: dict[tuple[int, int], int] = {}
        for (one, other), worth in self.memory.worth.of.items():
            if worth >= LEAST_WORTH:
                a, b = place[one], place[other]
                found[(a, b) if a < b else (b, a)] = worth
        return dict(sorted(found.items()))

    def _rarity_of(self, print_: int) -> float:
        count = len(self.memory.said.where.get(print_, ()))
        return 1.0 if count < 2 else RARITY.get(count, 0.0)

    def _matches(self, first: int, second: int, worth: int) -> list[Match]:
        """Remembered for as long as the two share what they shared."""
        key = (self.numbers[first], self.numbers[second], worth)
        if key not in self.memory.matches:
            self.memory.matches[key] = self._laid_level(self.scenes[first], self.scenes[second])
        return self.memory.matches[key]

    def _laid_level(self, one: SceneFeatures, other: SceneFeatures) -> list[Match]:
        chain = best_chain(one.prints, other.prints, self._rarity_of)
        if chain is None or chain.places < 2 or chain.worth < LEAST_CHAIN:
            return []
        matches = _without_strays(_align(one, other, chain))
        return matches if _is_telling(matches, one, other) else []

    def _judge(self, first: int, second: int, matches: Sequence[Match]) -> Told | None:
        one, other = self.scenes[first], self.scenes[second]
        if not matches:
            return None
        turned = sum(_is_turned(one.spoken[each.a], other.spoken[each.b]) for each in matches if each.weight >= TELLING)
        rarities = [self._rarity(each, one, other) for each in matches]
        score = sum(each.weight * each.likeness * rare for each, rare in zip(matches, rarities, strict=True))
        score *= 1.5 if turned else 1.0
        crowded = sum(rare < 1.0 for rare in rarities) * 2 > len(matches)
        if score < (ENOUGH if turned or not crowded else ENOUGH_WITHOUT_TURN):
            return None
        return Told(first, second, score, turned, list(_lines(matches, one, other, self.memory.words)))

    def _rarity(self, match: Match, one: SceneFeatures, other: SceneFeatures) -> float:
        """By its rarest sentence; a phrase that each side says twice is a refrain inside of its scene as well."""
        lines = [*one.prints.sentences[match.a : match.a_end], *other.prints.sentences[match.b : match.b_end]]
        often = one.prints.again & other.prints.again
        return max((OFTEN if each in often else self._rarity_of(each) for line in lines for each in line), default=0.5)


def _align(one: SceneFeatures, other: SceneFeatures, chain: Chain) -> list[Match]:
    """Around what is surely shared; lines that were changed stand near it."""
    a, a_end = max(0, chain.a - AROUND), min(len(one.spoken), chain.a_last + AROUND + 1)
    b, b_end = max(0, chain.b - AROUND), min(len(other.spoken), chain.b_last + AROUND + 1)
    return [
        replace(match, a=match.a + a, a_end=match.a_end + a, b=match.b + b, b_end=match.b_end + b)
        for match in align(_said(one, a, a_end), _said(other, b, b_end))
    ]


def _said(scene: SceneFeatures, start: int, end: int) -> list[Said]:
    sentences = scene.prints.sentences
    return [Said(scene.spoken[at].key, sentences[at], scene.spoken[at].block) for at in range(start, end)]


def _is_telling(matches: Sequence[Match], one: SceneFeatures, other: SceneFeatures) -> bool:
    telling = [each for each in matches if each.weight >= TELLING]
    different = {one.spoken[each.a].key for each in telling}
    close = sum(each.likeness >= CLOSELY for each in telling)
    if len(different) < 2 or (close < 2 and len(different) < 3):
        return False
    paragraphs = {(one.spoken[each.a].block, other.spoken[each.b].block) for each in telling}
    if len(paragraphs) < 2:
        return False
    span = min(matches[-1].a_end - matches[0].a, matches[-1].b_end - matches[0].b)
    return len(matches) >= THIN * span and not _is_repetition(telling, one, other)


def _is_repetition(telling: Sequence[Match], one: SceneFeatures, other: SceneFeatures) -> bool:
    """A recap, or a refrain: the same narration stands around the same lines."""
    around = [(one.spoken[each.a].around, other.spoken[each.b].around) for each in telling]
    told = [(left, right) for left, right in around if min(left.count(" "), right.count(" ")) >= TELLING_TAG - 1]
    return len(told) * 3 >= len(telling) and sum(left == right for left, right in told) * 2 > len(told) > 0


def _without_strays(matches: Sequence[Match]) -> list[Match]:
    """Phrases that anybody says belong to a retelling only directly beside lines that tell."""
    kept = {at for at, match in enumerate(matches) if match.weight >= TELLING}
    for order in (range(len(matches)), range(len(matches) - 1, -1, -1)):
        for at in order:
            neighbours = [other for other in (at - 1, at + 1) if other in kept]
            if at not in kept and any(_distance(matches[at], matches[other]) <= CLOSE for other in neighbours):
                kept.add(at)
    return _in_one_stretch([matches[at] for at in sorted(kept)])


def _distance(one: Match, other: Match) -> int:
    earlier, later = (one, other) if one.a < other.a else (other, one)
    return max(later.a - earlier.a_end, later.b - earlier.b_end)


def _in_one_stretch(matches: list[Match]) -> list[Match]:
    """A lone match far from all others happened to be said twice."""
    far = 30
    runs: list[list[Match]] = []
    for match in matches:
        if runs and _distance(runs[-1][-1], match) <= far:
            runs[-1].append(match)
        else:
            runs.append([match])
    worth = [run for run in runs if len(run) > 1 or len(runs) == 1]
    return [match for run in worth for match in run]


def _is_turned(one: Spoken, other: Spoken) -> bool:
    a, b = one.speaker, other.speaker
    return (a.who == "I" and b.is_other) or (b.who == "I" and a.is_other)


def _lines(matches: Sequence[Match], one: SceneFeatures, other: SceneFeatures, words: Counter[str]) -> Iterator[Shared]:
    """The pairs in order, and between them what only one side says."""
    moved = list(_moved(matches, one, other))
    gone_a, gone_b = {pair.a_at for pair in moved}, {pair.b_at for pair in moved}
    before: Match | None = None
    for match in matches:
        if before is not None:
            yield from _between(before, match, one, other, words, gone_a, gone_b)
        yield _pair(match, one, other, words)
        before = match
    yield from moved


def _pair(match: Match, one: SceneFeatures, other: SceneFeatures, words: Counter[str]) -> Shared:
    a, b = one.spoken[match.a : match.a_end], other.spoken[match.b : match.b_end]
    joins = any(len(side) > 1 or len(side[0].pieces) > 1 for side in (a, b))
    difference = difference_of(_text(a), _text(b), joins=joins, familiar=words.__getitem__)
    return Shared(a, b, match.a, match.b, match.weight, difference)


def _text(lines: Sequence[Spoken]) -> str:
    return " ".join(line.text for line in lines)


def _between(
    before: Match, after: Match, one: SceneFeatures, other: SceneFeatures, words: Counter[str], gone_a: set[int],
    gone_b: set[int],
) -> Iterator[Shared]:  # fmt: skip
    """What stands between two pairs: changed beyond recognition, or missing on one side."""
    left = [at for at in range(before.a_end, after.a) if at not in gone_a]
    right = [at for at in range(before.b_end, after.b) if at not in gone_b]
    if len(left) == len(right) == 1 and _same_voice(one.spoken[left[0]], other.spoken[right[0]]):
        likely = _shares_words(one.spoken[left[0]].key, other.spoken[right[0]].key)
        if likely:
            match = Match(left[0], left[0] + 1, right[0], right[0] + 1, 0.5, weight_of(one.spoken[left[0]].key))
            yield _pair(match, one, other, words)
        return
    if left and not right and len(left) <= FEW_MISSING:
        for at in left:
            yield Shared([one.spoken[at]], [], at, before.b_end - 1, 0.0, "missing")
    if right and not left and len(right) <= FEW_MISSING:
        for at in right:
            yield Shared([], [other.spoken[at]], before.a_end - 1, at, 0.0, "missing")


def _same_voice(one: Spoken, other: Spoken) -> bool:
    return not one.speaker.who or not other.speaker.who or one.speaker.who != other.speaker.who


def _shares_words(one: str, other: str) -> bool:
    left, right = set(one.split()), set(other.split())
    return bool(left) and bool(right) and len(left & right) * 3 >= min(len(left), len(right))


def _moved(matches: Sequence[Match], one: SceneFeatures, other: SceneFeatures) -> Iterator[Shared]:
    """The same words elsewhere in the other telling."""
    if not matches:
        return
    taken_a = {at for match in matches for at in range(match.a, match.a_end)}
    taken_b = {at for match in matches for at in range(match.b, match.b_end)}
    lone = Counter(spoken.key for at, spoken in enumerate(other.spoken) if at not in taken_b)
    places = {spoken.key: at for at, spoken in enumerate(other.spoken) if at not in taken_b}
    window_a = range(max(0, matches[0].a - CLOSE), matches[-1].a_end + CLOSE)
    window_b = range(max(0, matches[0].b - CLOSE), matches[-1].b_end + CLOSE)
    for at, spoken in enumerate(one.spoken):
        there = places.get(spoken.key, -1)
        if at in taken_a or lone[spoken.key] != 1 or weight_of(spoken.key) < TELLING:
            continue
        if at in window_a and there in window_b:
            yield Shared([spoken], [other.spoken[there]], at, there, weight_of(spoken.key), "order")
