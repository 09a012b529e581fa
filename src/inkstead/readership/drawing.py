"""Pictures: numbers become shapes in boxes of a thousand by a hundred that the page stretches. No colour, no style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 1000.0, 100.0
GAP = 0.18  # of a bar's room
BARS = 200  # more than that are drawn together


@dataclass(frozen=True, slots=True)
class Bar:
    words: str  # what it says when it is pointed at
    x: str
    room: str  # the width that answers to pointing
    left: str
    width: str
    top: str
    height: str
    inner_top: str
    inner_height: str


@dataclass(frozen=True, slots=True)
class Bars:
    bars: Sequence[Bar]
    most: int
    first_label: str
    last_label: str


@dataclass(frozen=True, slots=True)
class Line:
    path: str
    area: str
    most: int
    least: int
    first_label: str
    last_label: str


@dataclass(frozen=True, slots=True)
class Told:
    """A number with a smaller one inside it."""

    words: str
    whole: int
    inner: int = 0


def bars(told: Sequence[Told], first_label: str, last_label: str) -> Bars:
    most = max((one.whole for one in told), default=0)
    room = WIDTH / max(len(told), 1)
    drawn = [_bar(one, number, room, most) for number, one in enumerate(told)]
    return Bars(drawn, most, first_label, last_label)


def _bar(told: Told, number: int, room: float, most: int) -> Bar:
    whole, inner = _height(told.whole, most), _height(told.inner, most)
    return Bar(
        told.words,
        x=_n(number * room),
        room=_n(room),
        left=_n(number * room + room * GAP / 2),
        width=_n(room * (1 - GAP)),
        top=_n(HEIGHT - whole),
        height=_n(whole),
        inner_top=_n(HEIGHT - inner),
        inner_height=_n(inner),
    )


def _height(number: int, most: int) -> float:
    """What is there at all can be seen."""
    return max(number / most * HEIGHT, 0.8) if number and most else 0.0


def line(numbers: Sequence[int], first_label: str, last_label: str) -> Line:
    """A line of steps, from the least to the most."""
    most, least = max(numbers, default=0), min(numbers, default=0)
    room = WIDTH / max(len(numbers), 1)
    reach = max(most - least, 1)
    heights = [96 - (number - least) / reach * 92 if most > least else 50.0 for number in numbers]
    return Line(*_steps(heights, room), most, least, first_label, last_label)


def _steps(heights: Sequence[float], room: float) -> tuple[str, str]:
    if not heights:
        return "", ""
    path = f"M0 {_n(heights[0])}" + "".join(f"V{_n(y)}H{_n((at + 1) * room)}" for at, y in enumerate(heights))
    return path, f"{path}V{_n(HEIGHT)}H0Z"


def curve(points: Sequence[tuple[float, float]]) -> tuple[str, str]:
    """From (where it begins, share), both 0 to 1: a line that only falls, and the area beneath it."""
    if not points:
        return "", ""
    path = f"M0 {_n((1 - points[0][1]) * HEIGHT)}"
    path += "".join(f"H{_n(x * WIDTH)}V{_n((1 - share) * HEIGHT)}" for x, share in points[1:])
    path += f"H{_n(WIDTH)}"
    return path, f"{path}V{_n(HEIGHT)}H0Z"


def spark(numbers: Sequence[int]) -> str:
    """A small line of 28 steps in a box of 112 by 24."""
    most = max(numbers, default=0)
    if not most:
        return ""
    step = 112 / max(len(numbers) - 1, 1)
    return "M" + "L".join(f"{_n(at * step)} {_n(23 - number / most * 22)}" for at, number in enumerate(numbers))


def together(told: Sequence[Told]) -> list[Told]:
    """Neighbours drawn as one when there are too many: the largest of each few, so that no peak is lost."""
    if len(told) <= BARS:
        return list(told)
    few = -(-len(told) // BARS)
    groups = [told[start : start + few] for start in range(0, len(told), few)]
    return [max(group, key=lambda one: one.whole) for group in groups]


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
