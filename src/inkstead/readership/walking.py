"""A way through a story's parts: which of them have to be counted again, and what they come to. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from inkstead.readership.models import PartFigures, StoryFigures
from inkstead.readership.steps import alone, from_previous, people_from
from inkstead.stories.models import Part

FROM_PREVIOUS = ("people_from_previous", "guests_from_previous")
FROM = ("people_from_first", *FROM_PREVIOUS)
STEPS = ("people", "people_finished", "guests", *FROM)


@dataclass(frozen=True, slots=True)
class Line:
    """A part as its story has it now, and its figures as they stood when the walk began."""

    part: int
    previous: int | None  # as in `PartFigures`
    was: PartFigures
    is_known: bool  # whether it has figures; a part that nobody read has none

    @property
    def is_stale(self) -> bool:
        return self.was.changes != self.was.counted

    @property
    def has_moved(self) -> bool:
        return self.was.previous != self.previous


@dataclass(frozen=True, slots=True)
class Walk:
    figures: StoryFigures  # when it began
    anew: bool  # everything is counted, whatever is known
    lines: Sequence[Line]  # published parts in the story's order, then the others
    stale: frozenset[int]
    first: int  # the first published part, or 0
    of_first: Mapping[str, int]  # who read it, counted before anything is held against it; empty if that still stands
    first_is_new: bool  # or has new people

    def counts(self, line: Line) -> bool:
        return self.anew or line.is_stale

    def holds_against_previous(self, line: Line) -> bool:
        return self.counts(line) or line.has_moved or line.previous in self.stale

    def holds_against_first(self, line: Line) -> bool:
        return bool(line.previous) and (self.counts(line) or line.has_moved or self.first_is_new)


def set_out(figures: StoryFigures, *, anew: bool) -> Walk:
    lines = list(_lines_of(figures.pk))
    first = lines[0] if lines and lines[0].previous == 0 else None
    of_first: dict[str, int] = {}
    is_new = figures.first_part != (first.part if first else None)
    if first is not None and (anew or first.is_stale):
        of_first = alone([first.part])[first.part]
        # Nobody is ever taken from those who read a part, so that as many are the same ones.
        is_new = is_new or of_first["people"] != first.was.people
    stale = frozenset(line.part for line in lines if line.is_stale)
    return Walk(figures, anew, lines, stale, first.part if first else 0, of_first, is_new)


def _lines_of(story_id: int) -> Iterable[Line]:
    parts = Part.objects.filter(story=story_id)
    told = list(parts.published().in_order().values_list("pk", flat=True))
    others = list(parts.exclude(pk__in=told).order_by("pk").values_list("pk", flat=True))
    known = {row.pk: row for row in PartFigures.objects.filter(part__story=story_id)}
    for part, previous in [*zip(told, [0, *told], strict=False), *((part, None) for part in others)]:
        yield Line(part, previous, known.get(part, PartFigures(changes=0, counted=0)), part in known)


def count(walk: Walk, lines: Sequence[Line]) -> list[PartFigures]:
    """The figures of those of these parts that may have other ones by now."""
    lines = [line for line in lines if line.is_known or walk.anew]
    who = alone([line.part for line in lines if walk.counts(line) and line.part != walk.first])
    held = [line.part for line in lines if walk.holds_against_first(line)]
    from_first = people_from(walk.first, held) if held else {}
    return [
        _row(line, _steps_of(walk, line, who.get(line.part, {}), from_first.get(line.part, 0)))
        for line in lines
        if walk.holds_against_previous(line) or walk.holds_against_first(line)
    ]


def _steps_of(walk: Walk, line: Line, who: Mapping[str, int], from_first: int) -> dict[str, int]:
    steps = {name: getattr(line.was, name) for name in STEPS}
    steps |= walk.of_first if line.part == walk.first else who
    if not line.previous:
        return steps | dict.fromkeys(FROM, 0)
    if walk.holds_against_previous(line):
        steps |= from_previous(line.part, line.previous)
    if walk.holds_against_first(line):
        steps["people_from_first"] = from_first
    return steps


def _row(line: Line, steps: Mapping[str, int]) -> PartFigures:
    """A part without figures gets some that say nothing of later reads."""
    changes = line.was.changes
    return PartFigures(part_id=line.part, **steps, changes=changes, counted=changes, previous=line.previous)
