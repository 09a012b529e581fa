"""From a paragraph to the same moment in other tellings."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from inkstead.perspectives.models import Audience, Retelling, SharedLine


@dataclass(frozen=True, slots=True)
class Counterpart:
    retelling: int
    part: int
    block: str


def counterparts(
    part: int, audience: str = Audience.EVERYBODY, *, within: Collection[int]
) -> dict[str, list[Counterpart]]:
    """For each block of a part that shares a line: the blocks where that line stands elsewhere.

    `within` are the parts that whoever asks may open; what stands in any other is left out.
    """
    lines = SharedLine.objects.filter(retelling__survey__audience=audience).exclude(one_text="").exclude(other_text="")
    rows = lines.filter(Q(retelling__one__part=part) | Q(retelling__other__part=part)).order_by("retelling", "place")
    found: dict[str, list[Counterpart]] = {}
    shown = ("retelling", "retelling__one__part", "one_block", "retelling__other__part", "other_block")
    for retelling, one_part, one_block, other_part, other_block in rows.values_list(*shown):
        for here, block, there, other in (
            (one_part, one_block, other_part, other_block),
            (other_part, other_block, one_part, one_block),
        ):
            known = found.setdefault(block, []) if here == part and there in within else []
            told = Counterpart(retelling, there, other)
            if told not in known:
                known.append(told)
    return {block: told for block, told in found.items() if told}


@dataclass(frozen=True, slots=True)
class End:
    """One scene of two that tell the same moment."""

    part: int
    block: str
    narrator: str


def links_between(story: int, parts: Collection[int]) -> list[tuple[End, End]]:
    """What everybody may know: from each scene to each other telling of it, in both directions, within these parts."""
    rows = Retelling.objects.filter(survey__story=story, survey__audience=Audience.EVERYBODY).order_by("pk")
    found = []
    for row in rows.select_related("one", "other"):
        one, other = (End(scene.part_id, scene.block, scene.narrator) for scene in (row.one, row.other))
        if one.part in parts and other.part in parts:
            found += [(one, other), (other, one)]
    return sorted(found, key=lambda pair: (pair[0].part, pair[0].block, pair[1].part, pair[1].block))
