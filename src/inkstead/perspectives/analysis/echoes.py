"""Lines that come back: said once, and later a thought, or words that somebody is quoted with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inkstead.perspectives.analysis.features import SceneFeatures
from inkstead.perspectives.analysis.keys import key_of
from inkstead.perspectives.analysis.speech import Spoken
from inkstead.perspectives.analysis.thoughts import Thought

SAID_AT_MOST = 3
THOUGHT_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Returned:
    scene: int
    block: int
    text: str
    of_scene: int
    of: Spoken


@dataclass(frozen=True, slots=True)
class _Source:
    scene: int
    spoken: Spoken
    scenes: int


def find_echoes(scenes: Sequence[SceneFeatures]) -> list[Returned]:
    wanted = {thought.key for scene in scenes for thought in (*scene.thoughts, *scene.quoted)}
    sources = _sources(scenes, wanted)
    often = Counter(
        thought.key for scene in scenes for thought in (*scene.thoughts, *scene.quoted) if thought.key in sources
    )
    found = []
    for index, scene in enumerate(scenes):
        for thought in (*scene.thoughts, *scene.quoted):
            source = sources.get(thought.key)
            if source is None or often[thought.key] > THOUGHT_AT_MOST or not _comes_later(index, thought, source):
                continue
            if source.scenes <= SAID_AT_MOST:
                found.append(Returned(index, thought.block, thought.text, source.scene, source.spoken))
    return sorted(_once(found), key=lambda each: (each.scene, each.block))


def _once(found: Sequence[Returned]) -> Iterator[Returned]:
    seen: set[tuple[int, int, str]] = set()
    for each in found:
        place = (each.scene, each.block, key_of(each.text))
        if place not in seen:
            seen.add(place)
            yield each


def _sources(scenes: Sequence[SceneFeatures], wanted: set[str]) -> dict[str, _Source]:
    """For each wanted key: who said it first, and in how many scenes it is said."""
    found: dict[str, _Source] = {}
    last: dict[str, int] = {}
    for index, scene in enumerate(scenes):
        for spoken in scene.spoken:
            for key in wanted.intersection((spoken.key, *spoken.sentences)):
                known = found.get(key)
                if known is None:
                    found[key] = _Source(index, spoken, 1)
                elif last[key] != index:
                    found[key] = _Source(known.scene, known.spoken, known.scenes + 1)
                last[key] = index
    return found


def _comes_later(index: int, thought: Thought, source: _Source) -> bool:
    return source.scene < index or (source.scene == index and source.spoken.block < thought.block)
