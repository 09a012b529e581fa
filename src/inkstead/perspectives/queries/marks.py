"""Which scenes of a part exist in another telling. One query, asked when its page is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from inkstead.perspectives.models import Audience, Retelling
from inkstead.stores.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Told:
    """A part as its story's table of contents names it to this reader."""

    number: int
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Mark:
    """At the head of a scene: it exists in another telling."""

    retelling: int
    block: str
    last_block: str
    narrator: str  # who tells the other one
    url: str  # where it stands
    sides_url: str
    is_later: bool
    part: int  # where the other one is
    number: int
    begins: float

    @property
    def reached(self) -> str:
        """What a hole is asked: whether its reader has come to the other telling."""
        return f"{self.part}:{self.begins:.4f}"


def _rows(audience: str) -> Prepared[Retelling]:
    shown = [
        f"{side}__{field}"
        for side in ("one", "other")
        for field in ("part", "block", "last_block", "narrator", "begins", "first")
    ]

    def build(story: int, part: int) -> Any:
        rows = Retelling.objects.filter(survey__story=story, survey__audience=audience)
        return rows.filter(Q(one__part=part) | Q(other__part=part)).order_by("pk").values_list("pk", *shown)

    return Prepared(build, int, int)


ROWS = {audience: _rows(audience) for audience in (Audience.EVERYBODY, Audience.FOLLOWERS)}


def marks_in(part: int, story: int, told: Mapping[int, Told], *, for_followers: bool = False) -> list[Mark]:
    """`told` are the parts that this reader is told of: a telling in any other does not exist for them."""
    audience = Audience.FOLLOWERS if for_followers else Audience.EVERYBODY
    return sorted(
        _marks(ROWS[audience].all(story, part), part, story, told), key=lambda mark: (mark.number, mark.begins)
    )


def _marks(rows: Iterable[tuple[Any, ...]], part: int, story: int, told: Mapping[int, Told]) -> Iterable[Mark]:
    for pk, *both in rows:
        one, other = both[:6], both[6:]
        for here, there in ((one, other), (other, one)):
            if here[0] != part or here[0] not in told or there[0] not in told:
                continue
            elsewhere = told[there[0]]
            order = (elsewhere.number, there[5]), (told[part].number, here[5])
            yield Mark(
                retelling=pk,
                block=here[1],
                last_block=here[2],
                narrator=there[3],
                url=f"{elsewhere.url}#{there[1]}",
                sides_url=f"/story/{story}/tellings/{pk}/",
                is_later=order[0] > order[1],
                part=there[0],
                number=elsewhere.number,
                begins=there[4],
            )
