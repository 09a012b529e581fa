"""Each listed story's tally: what its rankings are made of, as of the end of one day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, timedelta

from django.db.models import Case, F, IntegerField, Sum, Value, When

from inkstead.rankings.formulas import WINDOWS, Tally, mean_voices
from inkstead.rankings.models import StoryPeople, StoryVoices
from inkstead.rankings.weighing import Weight
from inkstead.stories.models import Story


def tallies(until: date, open_days: Mapping[date, Mapping[int, Weight]]) -> Iterator[Tally]:
    """Of every listed story, in the order of their ids. `open_days` are added to the days that are closed."""
    summed = _summed(until)
    for day, weights in open_days.items():
        for story, (readers, voices) in weights.items():
            row = summed.setdefault(story, {})
            for name in _sums_with(day, until):
                row[name] = row.get(name, 0) + (voices if name.startswith("voices") else readers)
    people = StoryPeople.objects.in_bulk()
    listed = Story.objects.listed().order_by("pk").values_list("pk", "first_published_at")
    for pk, first_at in listed.iterator(chunk_size=5000):
        row, kept = summed.get(pk, {}), people.get(pk)
        yield Tally(
            story=pk,
            readers=_by_window(row, "readers"),
            before=_by_window(row, "before"),
            voices=_by_window(row, "voices"),
            people={"month": kept.people_month, "all": kept.people_all} if kept else {},
            came_back={"month": kept.came_back_month, "all": kept.came_back_all} if kept else {},
            first_on=first_at.astimezone(UTC).date() if first_at else None,
        )


def means_of(known: list[Tally]) -> dict[str, float]:
    """The whole site's voices per reader, by window."""
    return {
        window: round(
            mean_voices(
                sum(tally.voices.get(window, 0) for tally in known),
                sum(tally.readers.get(window, 0) for tally in known),
            ),
            9,
        )
        for window in WINDOWS
    }


def _summed(until: date) -> dict[int, dict[str, int]]:
    """One walk through the closed days up to this one."""
    sums = {}
    for window, days in WINDOWS.items():
        for name, since, to in _stretches(window, days, until):
            column = F("voices") if name.startswith("voices") else F("readers")
            inside = When(day__gt=since, day__lte=to, then=column) if days else When(day__lte=to, then=column)
            sums[name] = Sum(Case(inside, default=Value(0), output_field=IntegerField()))
    names = list(sums)
    rows = StoryVoices.objects.filter(day__lte=until).order_by().values_list("story").annotate(**sums)
    return {
        row[0]: {name: number for name, number in zip(names, row[1:], strict=True) if number}
        for row in rows.values_list("story", *names).iterator(chunk_size=5000)
    }


def _stretches(window: str, days: int, until: date) -> Iterator[tuple[str, date, date]]:
    """The days after `since` up to `to` that a sum is made of."""
    since = until - timedelta(days=days)
    yield f"readers_{window}", since, until
    yield f"voices_{window}", since, until
    if days:
        yield f"before_{window}", since - timedelta(days=days), since


def _sums_with(day: date, until: date) -> Iterator[str]:
    for window, days in WINDOWS.items():
        for name, since, to in _stretches(window, days, until):
            if not days or since < day <= to:
                yield name


def _by_window(row: Mapping[str, int], name: str) -> dict[str, int]:
    return {window: row[f"{name}_{window}"] for window in WINDOWS if row.get(f"{name}_{window}")}
