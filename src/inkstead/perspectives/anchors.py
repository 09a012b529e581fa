"""Which scene of today is meant by what was said of blocks.

A scene is whichever holds most of the blocks that were said. Each reading adds the blocks that the scene has by then,
so that even a text of which every paragraph was written anew, one after the other, keeps what was said of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from inkstead.perspectives.analysis import Corrections
from inkstead.perspectives.models import LinkSaid, SceneSaid

Said = tuple[Sequence[SceneSaid], Sequence[LinkSaid]]


@dataclass(frozen=True, slots=True)
class Standing:
    """A scene as it stands: `key` is the analysis's name for it."""

    part: int
    key: str
    blocks: tuple[str, ...]


class Anchors:
    def __init__(self, scenes: Iterable[Standing]) -> None:
        self.parts: dict[int, list[Standing]] = defaultdict(list)
        for scene in scenes:
            self.parts[scene.part].append(scene)

    def find(self, part: int, blocks: Sequence[str]) -> Standing | None:
        """A part of one scene is that scene, even if nothing of it is left as it was."""
        wanted, scenes = set(blocks), self.parts.get(part, [])
        held = [(len(wanted.intersection(scene.blocks)), -at) for at, scene in enumerate(scenes)]
        count, at = max(held, default=(0, 0))
        return scenes[-at] if count or len(scenes) == 1 else None

    def each_said(self, said: Sequence[SceneSaid]) -> Iterator[tuple[Standing, SceneSaid]]:
        """For every scene what was said of most of its blocks: both halves of one that was cut keep it."""
        by_part: dict[int, list[SceneSaid]] = defaultdict(list)
        for one in said:
            by_part[one.part_id].append(one)
        for part, sayings in by_part.items():
            scenes = self.parts.get(part, [])
            for scene in scenes:
                held = [(len(set(one.blocks).intersection(scene.blocks)), one.at, one.pk, one) for one in sayings]
                best = max(held, key=lambda each: each[:3])
                if best[0] or len(scenes) == 1:
                    yield scene, best[3]

    def corrections(self, said: Said) -> Corrections:
        scenes, links = said
        narrators: dict[str, str] = {}
        persons: dict[str, str] = {}
        tenses: dict[str, str] = {}
        for standing, one in self.each_said(scenes):
            if one.narrator is not None:
                narrators[standing.key] = one.narrator
            persons |= {standing.key: one.person} if one.person else {}
            tenses |= {standing.key: one.tense} if one.tense else {}
        answers: dict[frozenset[str], bool] = {}
        for link in links:
            one_side = self.find(link.one_part_id, link.one_blocks)
            other_side = self.find(link.other_part_id, link.other_blocks)
            if one_side and other_side and one_side.key != other_side.key:
                answers[frozenset((one_side.key, other_side.key))] = link.accepted
        refused = frozenset(pair for pair, accepted in answers.items() if not accepted)
        return Corrections(narrators, refused, frozenset(answers) - refused, persons, tenses)

    def follow(self, said: Said) -> None:
        """Inside a transaction: what was said learns the blocks that its scene has now."""
        scenes, links = said
        taken = {(one.part_id, block): one.pk for one in scenes for block in one.blocks}
        for standing, one in self.each_said(scenes):
            free = [block for block in standing.blocks if taken.get((one.part_id, block), one.pk) == one.pk]
            if (grown := _grown(one.blocks, free)) is not None:
                one.blocks = grown
                one.save(update_fields=["blocks"])
        for link in links:
            sides = (self.find(link.one_part_id, link.one_blocks), self.find(link.other_part_id, link.other_blocks))
            one_blocks, other_blocks = (
                _grown(blocks, side.blocks) if side else None
                for blocks, side in zip((link.one_blocks, link.other_blocks), sides, strict=True)
            )
            if one_blocks is not None or other_blocks is not None:
                link.one_blocks = one_blocks or link.one_blocks
                link.other_blocks = other_blocks or link.other_blocks
                link.save(update_fields=["one_blocks", "other_blocks"])


def _grown(known: Sequence[str], now: Iterable[str]) -> list[str] | None:
    new = [block for block in now if block not in set(known)]
    return [*known, *new] if new else None
