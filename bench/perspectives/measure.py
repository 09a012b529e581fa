"""How often the reading is right: retold pairs of lines, narrators, echoes; found, of those that are there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bench.perspectives.labels import Labelled, Pair
from inkstead.perspectives.analysis import Perspectives, read_story
from inkstead.perspectives.analysis.cast import telling_words
from inkstead.perspectives.analysis.keys import key_of


@dataclass
class Score:
    """`wrong` was reported and is not so, `missed` is so and was not reported."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, other: Score) -> None:
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


@dataclass
class Measured:
    lines: Score = field(default_factory=Score)
    narrators: Score = field(default_factory=Score)
    echoes: Score = field(default_factory=Score)
    faults: list[str] = field(default_factory=list)

    def add(self, other: Measured) -> None:
        self.lines.add(other.lines)
        self.narrators.add(other.narrators)
        self.echoes.add(other.echoes)
        self.faults += other.faults


def measure(story: Labelled) -> Measured:
    seen = read_story(story.parts)
    measured = Measured()
    _compare(pairs_in(seen), story.pairs, measured.lines, measured.faults, f"{story.name}: line")
    echoes = {key_of(echo.text) for echo in seen.echoes}
    _compare(echoes, story.echoes, measured.echoes, measured.faults, f"{story.name}: echo")
    _narrators(seen, story, measured)
    return measured


def pairs_in(seen: Perspectives) -> set[Pair]:
    return {
        (*told.scenes, key_of(line.a.text), key_of(line.b.text))
        for told in seen.retellings
        for line in told.lines
        if line.difference != "missing"
    }


def _compare(found: set[Pair] | set[str], told: set[Pair] | set[str], score: Score, faults: list[str], of: str) -> None:
    score.right, score.wrong, score.missed = len(found & told), len(found - told), len(told - found)
    faults += [f"{of} that is none: {each}" for each in sorted(map(str, found - told))]
    faults += [f"{of} not found: {each}" for each in sorted(map(str, told - found))]


def _narrators(seen: Perspectives, story: Labelled, measured: Measured) -> None:
    names = [scene.narrator.name if scene.narrator else "" for scene in seen.scenes]
    if len(names) != len(story.narrators):
        measured.faults.append(f"{story.name}: {len(names)} scenes, not {len(story.narrators)}")
    for number, (found, told) in enumerate(_padded(names, story.narrators), start=1):
        score = measured.narrators
        if same_person(found, told):
            score.right += bool(told)
            continue
        score.wrong += bool(found)
        score.missed += bool(told)
        measured.faults.append(
            f"{story.name}: scene {number} is told by {told or 'nobody'}, not by {found or 'nobody'}"
        )


def _padded(found: list[str], told: list[str]) -> Iterable[tuple[str, str]]:
    length = max(len(found), len(told))
    return zip(found + [""] * (length - len(found)), told + [""] * (length - len(told)), strict=True)


def same_person(one: str, other: str) -> bool:
    """Ezra Jennings and Mr Jennings; nobody only when both are nobody."""
    if not one or not other:
        return one == other
    left, right = set(telling_words(one)), set(telling_words(other))
    return left <= right or right <= left
