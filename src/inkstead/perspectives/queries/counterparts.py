"""From a paragraph to the same moment in other tellings."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from inkstead.perspectives.models import Audience, SharedLine


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
