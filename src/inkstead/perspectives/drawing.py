"""The moments of a story as a picture: a lane for each who tells, scenes in reading order, lines between tellings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inkstead.perspectives.models import Scene

WIDTH, LANE, TOP, LEFT = 1000.0, 34.0, 34.0, 130.0
LANES = 12  # of those who tell most; all others share one
SCENES = 1_500  # more than that are not drawn one by one
LABEL = 18  # letters


@dataclass(frozen=True, slots=True)
class Box:
    x: str
    y: str
    width: str
    words: str
    is_told_twice: bool


@dataclass(frozen=True, slots=True)
class Arc:
    path: str
    words: str
    is_accepted: bool


@dataclass(frozen=True, slots=True)
class Lane:
    name: str
    y: str


@dataclass(frozen=True, slots=True)
class PartMark:
    x: str
    number: int
    shown: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    height: str
    bottom: str
    lanes: Sequence[Lane]
    parts: Sequence[PartMark]
    boxes: Sequence[Box]
    arcs: Sequence[Arc]
    left_out: int


def draw(scenes: Sequence[Scene], pairs: Sequence[tuple[Scene, Scene, bool]]) -> Timeline:
    """`scenes` in order, each with its part; `pairs` with whether somebody accepted them."""
    shown = scenes[:SCENES]
    lanes = _lanes(shown)
    rows = {name: TOP + at * LANE for at, name in enumerate(lanes)}
    told = {scene.pk for one, other, _ in pairs for scene in (one, other)}
    total = sum(max(scene.words, 1) for scene in shown) or 1
    boxes: list[Box] = []
    parts: list[tuple[float, int]] = []
    spots: dict[int, tuple[float, float]] = {}
    x, before = LEFT, 0
    for scene in shown:
        width = max(scene.words, 1) / total * (WIDTH - LEFT)
        if scene.part_id != before:
            before = scene.part_id
            parts.append((x, len(parts) + 1))
        y = rows[_lane_of(scene, lanes)]
        words = f"{scene.part.title}: {scene.narrator or 'nobody is certain to tell it'}, {scene.words} words"
        boxes.append(Box(_n(x), _n(y + 6), _n(max(width - 1, 0.6)), words, scene.pk in told))
        spots[scene.pk] = (x + width / 2, y + LANE / 2)
        x += width
    height = TOP + len(lanes) * LANE
    return Timeline(
        _n(height + 8),
        _n(height),
        [Lane(_short(name), _n(y + LANE / 2 + 4)) for name, y in rows.items()],
        _marks(parts),
        boxes,
        [_arc(spots[one.pk], spots[other.pk], one, other, accepted=accepted)
         for one, other, accepted in pairs if one.pk in spots and other.pk in spots],
        len(scenes) - len(shown),
    )  # fmt: skip


def _lanes(scenes: Sequence[Scene]) -> list[str]:
    words: dict[str, int] = {}
    for scene in scenes:
        words[scene.narrator] = words.get(scene.narrator, 0) + scene.words
    named = [name for name in words if name]  # whoever tells first stands first
    most = set(sorted(named, key=lambda name: -words[name])[:LANES])
    lanes = [name for name in named if name in most]
    return [*lanes, ""] if "" in words or len(named) > LANES else lanes


def _lane_of(scene: Scene, lanes: Sequence[str]) -> str:
    return scene.narrator if scene.narrator in lanes else ""


def _marks(parts: Sequence[tuple[float, int]]) -> list[PartMark]:
    """A number for every part that has room for one."""
    marks, last = [], -100.0
    for x, number in parts:
        shown = x - last >= 22
        last = x if shown else last
        marks.append(PartMark(_n(x), number, shown))
    return marks


def _arc(one: tuple[float, float], other: tuple[float, float], first: Scene, second: Scene, *, accepted: bool) -> Arc:
    (x, y), (u, v) = one, other
    middle = (x + u) / 2
    path = f"M{_n(x)} {_n(y)}C{_n(middle)} {_n(y)} {_n(middle)} {_n(v)} {_n(u)} {_n(v)}"
    words = f"{first.part.title} and {second.part.title} tell the same moment"
    return Arc(path, words, accepted)


def _short(name: str) -> str:
    name = name or "Not certain"
    return name if len(name) <= LABEL else name[: LABEL - 1] + "…"


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
