"""The whole reading of a story: parts by themselves first, then joined. Joining is cheap enough to be done anew."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast

from inkstead.perspectives.analysis.cast import cast_of
from inkstead.perspectives.analysis.echoes import Returned, find_echoes
from inkstead.perspectives.analysis.events import find_by_wording
from inkstead.perspectives.analysis.features import PartFeatures, PartText, Person, Tense, read_features
from inkstead.perspectives.analysis.memory import Memory
from inkstead.perspectives.analysis.naming import Cast
from inkstead.perspectives.analysis.narrators import Narrators
from inkstead.perspectives.analysis.places import Place
from inkstead.perspectives.analysis.results import (
    Echo,
    Line,
    Narrator,
    Perspectives,
    Retelling,
    SceneTold,
    SharedLine,
)
from inkstead.perspectives.analysis.retellings import Retellings, Shared, Told
from inkstead.perspectives.analysis.speech import Spoken


@dataclass(frozen=True, slots=True)
class Corrections:
    """What the author said once and for ever, by `SceneTold.key`."""

    narrators: Mapping[str, str] = field(default_factory=dict)
    """An empty name: nobody of the story tells it."""
    refused: frozenset[frozenset[str]] = frozenset()
    """Pairs of scenes that are no retellings, whatever they look like."""
    accepted: frozenset[frozenset[str]] = frozenset()
    """Pairs that are, however little they share."""
    persons: Mapping[str, str] = field(default_factory=dict)
    tenses: Mapping[str, str] = field(default_factory=dict)


NOTHING_SAID = Corrections()


def read_story(
    parts: Iterable[PartText], corrections: Corrections = NOTHING_SAID, *, lines: bool = False
) -> Perspectives:
    """With `lines` every spoken line and who says it; a long story has many."""
    return join_parts([read_features(part) for part in parts], corrections, lines=lines)


def join_parts(
    parts: Sequence[PartFeatures],
    corrections: Corrections = NOTHING_SAID,
    memory: Memory | None = None,
    *,
    lines: bool = False,
) -> Perspectives:
    """After an edit only its part is read anew; with the memory of the last joining only its scenes are compared."""
    with _uncollected():
        return _Story(parts, corrections, memory or Memory()).read(lines=lines)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Looking for garbage among all that is known of a long story takes longer than joining it after an edit."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class _Story:
    def __init__(self, parts: Sequence[PartFeatures], corrections: Corrections, memory: Memory) -> None:
        self.parts, self.corrections, self.memory = parts, corrections, memory
        self.places = list(_places(parts))
        self.scenes = [place.scene for place in self.places]

    def read(self, *, lines: bool) -> Perspectives:
        cast = cast_of(self.parts)
        tellings = Retellings(self.scenes, self.memory)
        found = [told for told in tellings.find() if not self._is_refused(told.first, told.second)]
        found += self._accepted(tellings, found)
        echoes = find_echoes(self.scenes)
        narrators = Narrators(self.places, cast, self.corrections.narrators)
        tellers = narrators.decide(found, echoes)
        voices = _Voices(self.places, cast, narrators, tellers)
        told = [self._retelling(each, voices) for each in self._plausible(found, tellers)]
        told += self._by_wording(told, tellers)
        return Perspectives(
            scenes=[
                self._scene(index, place, tellers[index], voices, lines=lines)
                for index, place in enumerate(self.places)
            ],
            retellings=sorted(told, key=lambda each: each.scenes),
            echoes=[self._echo(each) for each in echoes],
        )

    def _is_refused(self, first: int, second: int) -> bool:
        return self._pair(first, second) in self.corrections.refused

    def _is_accepted(self, first: int, second: int) -> bool:
        return self._pair(first, second) in self.corrections.accepted

    def _pair(self, first: int, second: int) -> frozenset[str]:
        return frozenset((self.places[first].key, self.places[second].key))

    def _accepted(self, tellings: Retellings, found: Sequence[Told]) -> list[Told]:
        """What the author linked and nobody would have found."""
        at = {place.key: index for index, place in enumerate(self.places)}
        known = {(told.first, told.second) for told in found}
        pairs = {tuple(sorted(at[key] for key in pair)) for pair in self.corrections.accepted if pair <= at.keys()}
        return [tellings.level(*pair) for pair in sorted(pairs - known) if len(pair) == 2]

    def _plausible(self, found: Sequence[Told], tellers: Sequence[Narrator | None]) -> list[Told]:
        """One voice that says the same twice repeats itself, unless it is a good deal."""
        return [
            told
            for told in found
            if told.turned
            or not _same_teller(told, tellers)
            or told.score > 4
            or self._is_accepted(told.first, told.second)
        ]

    def _by_wording(self, told: Sequence[Retelling], tellers: Sequence[Narrator | None]) -> list[Retelling]:
        known = {each.scenes for each in told}
        return [
            each
            for each in find_by_wording(self.scenes, tellers, self.memory)
            if each.scenes not in known and not self._is_refused(each.scenes[0] - 1, each.scenes[1] - 1)
        ]

    def _scene(self, index: int, place: Place, teller: Narrator | None, voices: _Voices, *, lines: bool) -> SceneTold:
        scene = place.scene
        return SceneTold(
            index=index + 1,
            part=place.part,
            blocks=(scene.first, scene.last),
            paragraphs=scene.paragraphs,
            words=scene.words,
            person=cast("Person", self.corrections.persons.get(place.key, scene.person)),
            tense=cast("Tense | None", self.corrections.tenses.get(place.key, scene.tense)),
            narrator=teller,
            present=voices.present(index),
            key=place.key,
            lines=tuple(voices.line(index, spoken) for spoken in scene.spoken) if lines else (),
        )

    def _retelling(self, told: Told, voices: _Voices) -> Retelling:
        lines = tuple(_shared(told, each, self.scenes[told.first].spoken, self.scenes[told.second].spoken, voices)
                      for each in told.lines)  # fmt: skip
        sure = 1.0 if self._is_accepted(told.first, told.second) else told.confidence
        return Retelling((told.first + 1, told.second + 1), "lines" if lines else "author", sure, lines)

    def _echo(self, found: Returned) -> Echo:
        of = Line(found.of_scene + 1, found.of.block, found.of.text)
        return Echo(found.scene + 1, found.block, found.text, of)


def _places(parts: Sequence[PartFeatures]) -> Iterable[Place]:
    for number, part in enumerate(parts, start=1):
        for at, scene in enumerate(part.scenes):
            key = f"{part.key or number}:{scene.first_id or scene.first}"
            yield Place(number, part.title, part.volume, at == 0, key, scene)


def _same_teller(told: Told, tellers: Sequence[Narrator | None]) -> bool:
    one, other = tellers[told.first], tellers[told.second]
    return (
        one is not None and other is not None and one.name == other.name and min(one.confidence, other.confidence) > 0.7
    )


def _shared(told: Told, each: Shared, first: list[Spoken], second: list[Spoken], voices: _Voices) -> SharedLine:
    a = _side(told.first, each.a, first[max(0, each.a_at)].block)
    b = _side(told.second, each.b, second[max(0, each.b_at)].block)
    difference = each.difference
    if difference is None and each.a and each.b and voices.disagree(told.first, each.a[0], told.second, each.b[0]):
        difference = "speaker"
    return SharedLine(a, b, difference)


def _side(scene: int, lines: list[Spoken], block: int) -> Line:
    """A line that is missing here has no text, and the block after which it would stand."""
    return Line(scene + 1, lines[0].block if lines else block, " ".join(line.text for line in lines))


class _Voices:
    """Who speaks each line, as a name where one can be meant."""

    def __init__(
        self, places: Sequence[Place], cast: Cast, narrators: Narrators, tellers: Sequence[Narrator | None]
    ) -> None:
        self.places, self.cast, self.narrators, self.tellers = places, cast, narrators, tellers

    def present(self, index: int) -> tuple[str, ...]:
        scene, teller = self.places[index].scene, self.tellers[index]
        there = dict.fromkeys([teller.name] if teller and scene.person == "first" else [])
        there |= dict.fromkeys(filter(None, map(self.cast.person, scene.people.spoke)))
        there |= dict.fromkeys(name for name, count in self.narrators.told_of[index].items() if count > 1)
        there |= dict.fromkeys(filter(None, (self.cast.person(name) for name, _ in scene.people.called)))
        return tuple(there)

    def speaker(self, index: int, spoken: Spoken) -> tuple[str, float]:
        teller = self.tellers[index]
        told, sure = spoken.speaker, spoken.speaker.sure
        if told.who == "I":
            return (teller.name, sure * teller.confidence) if teller else ("", 0.0)
        if told.who == "name":
            return self.cast.person(told.name) or told.name, sure
        if told.who in ("he", "she"):
            name = self.narrators._somebody(index, told.who, "", teller.name if teller else "")
            return (name, sure * 0.8) if name else ("", 0.0)
        return "", 0.0

    def line(self, index: int, spoken: Spoken) -> Line:
        name, sure = self.speaker(index, spoken)
        return Line(index + 1, spoken.block, spoken.text, name, round(sure, 2))

    def disagree(self, first: int, one: Spoken, second: int, other: Spoken) -> bool:
        """Only when both are as good as certain."""
        name_a, sure_a = self.speaker(first, one)
        name_b, sure_b = self.speaker(second, other)
        return bool(name_a) and bool(name_b) and name_a != name_b and min(sure_a, sure_b) >= 0.8
