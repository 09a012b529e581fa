"""In what order the parts of a story stand, and in which volume each. Pure: lists in, lists out.

A volume is a run of parts that follow each other, so a part that is put between two parts of a volume joins it. What
lies in the bin keeps its place behind the part that it followed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

Volume = int | None


@dataclass(frozen=True, slots=True)
class Place:
    part: int
    volume: Volume
    binned: bool = False


@dataclass(frozen=True, slots=True)
class Stood:
    """Where a part was, counted from 0 among those that are not in the bin."""

    part: int
    index: int
    volume: Volume


def kept(order: Sequence[Place]) -> list[Place]:
    return [place for place in order if not place.binned]


def stood(order: Sequence[Place], parts: Collection[int]) -> list[Stood]:
    return [Stood(place.part, at, place.volume) for at, place in enumerate(kept(order)) if place.part in parts]


def put(order: Sequence[Place], parts: Collection[int], index: int, volume: Volume) -> list[Place]:
    """These parts, one behind the other, before what then stands at `index`."""
    moving = [replace(place, volume=volume) for place in kept(order) if place.part in parts]
    staying = [place for place in kept(order) if place.part not in parts]
    index = max(0, min(index, len(staying)))
    return _with_binned([*staying[:index], *moving, *staying[index:]], order, parts)


def put_back(order: Sequence[Place], before: Iterable[Stood]) -> list[Place]:
    """Where they stood, as far as that place is still there."""
    known = {item.part: item for item in before}
    staying = [place for place in kept(order) if place.part not in known]
    here = {place.part for place in kept(order)}
    for item in sorted(known.values(), key=lambda item: item.index):
        if item.part in here:
            staying.insert(min(item.index, len(staying)), Place(item.part, item.volume))
    return _with_binned(staying, order, known)


def into_volume(order: Sequence[Place], parts: Collection[int], volume: int) -> list[Place]:
    """Behind the last part of the volume; of an empty one, at the end of the story."""
    staying = [place for place in kept(order) if place.part not in parts]
    last = max((at for at, place in enumerate(staying) if place.volume == volume), default=len(staying) - 1)
    return put(order, parts, last + 1, volume)


def out_of_volumes(order: Sequence[Place], parts: Collection[int]) -> list[Place]:
    """Each directly behind the volume that it leaves, which stays in one piece."""
    made: list[Place] = []
    for volume, run in groupby(kept(order), key=lambda place: place.volume):
        rows = list(run)
        made += [place for place in rows if place.part not in parts or volume is None]
        made += [replace(place, volume=None) for place in rows if place.part in parts and volume is not None]
    return _with_binned(made, order, parts)


def stepped(order: Sequence[Place], part: int, by: int) -> list[Place]:
    """One step up (-1) or down (+1). At the edge of a volume the step leads into the neighbouring one."""
    rows = kept(order)
    here = next(at for at, place in enumerate(rows) if place.part == part)
    beside = here + by
    if not 0 <= beside < len(rows):
        return list(order)
    if rows[beside].volume != rows[here].volume:
        return put(order, {part}, here, rows[beside].volume)
    return put(order, {part}, beside, rows[here].volume)


def numbered(order: Sequence[Place], part: int, index: int) -> list[Place]:
    """To a place that was typed as a number. It stays in its volume if that reaches so far, else joins another."""
    rows = [place for place in kept(order) if place.part != part]
    own = next(place.volume for place in order if place.part == part)
    index = max(0, min(index, len(rows)))
    around = [place.volume for place in rows[max(0, index - 1) : index + 1]]
    return put(order, {part}, index, own if own in around or not around else around[0])


def volume_stepped(order: Sequence[Place], volume: int, by: int) -> list[Place]:
    """The whole volume past what stands before or behind it. If it stood in several pieces, it is one afterwards."""
    pieces: list[tuple[Volume, list[Place]]] = []
    whole: list[Place] = [place for place in kept(order) if place.volume == volume]
    for name, run in groupby(kept(order), key=lambda place: place.volume):
        if name != volume:
            pieces.append((name, list(run)))
        elif not any(known == volume for known, _ in pieces):
            pieces.append((volume, whole))
    here = next((at for at, (name, _) in enumerate(pieces) if name == volume), None)
    if here is None or not 0 <= here + by < len(pieces):
        return list(order)
    pieces.insert(here + by, pieces.pop(here))
    return _with_binned([place for _, run in pieces for place in run], order, ())


def volumes_in_order(order: Sequence[Place], known: Sequence[int]) -> list[int]:
    """As they appear; those without a part come last."""
    seen = dict.fromkeys(place.volume for place in kept(order) if place.volume is not None)
    return [*seen, *(volume for volume in known if volume not in seen)]


def _with_binned(made: Sequence[Place], order: Sequence[Place], moved: Collection[int]) -> list[Place]:
    behind: dict[int | None, list[Place]] = {}
    anchor: int | None = None
    for place in order:
        if place.binned:
            behind.setdefault(anchor, []).append(place)
        elif place.part not in moved:
            anchor = place.part
    whole = list(behind.get(None, ()))
    for place in made:
        whole += [place, *behind.get(place.part, ())]
    return whole
