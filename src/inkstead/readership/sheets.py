"""The figures as tables for other programs: UTF-8, commas, quoted where needed, one name for ever."""

from __future__ import annotations

import csv
import io
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO

from inkstead.readership.models import PartDay
from inkstead.readership.queries import DayFigures, began, block_stops, part_days, part_lines, story_days
from inkstead.reading.models import Arrival
from inkstead.reading.sources import OTHER
from inkstead.stories.models import Part, Story

Cell = str | int | float | None
Row = Sequence[Cell]
FORMULA = ("=", "+", "-", "@", "\t", "\r")
IN_MEMORY = 4 * 1024 * 1024
PART_DAY_COLUMNS = ("reads", "finished", "votes", "comments")


def days_of_story(story: Story) -> Iterator[Row]:
    names = ("reads", "readers", "finished", "votes", "comments")
    yield "day", *names, "followers_gained", "followers_lost", "followers"
    for day in story_days(story, began(story)):
        yield *_day(day, names), day.gained, day.lost, day.followers


def parts_of_story(story: Story) -> Iterator[Row]:
    yield (
        *("part", "number", "title", "state", "reads", "finished", "votes", "comments", "people", "people_finished"),
        *("percent_from_first", "percent_from_previous", "percent_guests_from_previous_same_day"),
    )
    for one in part_lines(story):
        yield (
            *(one.id, one.number or None, one.title, one.state, one.reads, one.finished, one.votes, one.comments),
            *(one.people, one.people_finished, one.from_first, one.from_previous, one.guests_from_previous),
        )


def days_of_parts(story: Story) -> Iterator[Row]:
    yield "day", "part", *PART_DAY_COLUMNS
    yield from PartDay.objects.filter(story=story).order_by("day", "part").values_list("day", "part", *PART_DAY_COLUMNS)


def sources_of_story(story: Story) -> Iterator[Row]:
    yield "day", "source", "reads"
    rows = Arrival.objects.filter(story=story).order_by("day", "source").values_list("day", "source", "reads")
    for day, source, reads in rows:
        yield day.isoformat(), {"": "none told", OTHER: "other sites"}.get(source, source), reads


def blocks_of_part(part: Part) -> Iterator[Row]:
    yield "block", "number", "begins_at_percent", "reads_that_reached_it", "reads_that_stopped_there", "words"
    for one in block_stops(part):
        yield one.id, one.number, round(one.begins * 100, 1), one.reached, one.stopped, one.words


def days_of_part(part: Part) -> Iterator[Row]:
    names = ("reads", "finished", "votes", "comments")
    yield "day", *names
    part.story.first_published_at = part.story.first_published_at or part.published_at
    for day in part_days(part, began(part.story)):
        yield _day(day, names)


def _day(day: DayFigures, names: Iterable[str]) -> tuple[Cell, ...]:
    return day.day.isoformat(), *(getattr(day, name) for name in names)


OF_STORY: dict[str, Callable[[Story], Iterator[Row]]] = {
    "days": days_of_story,
    "parts": parts_of_story,
    "part-days": days_of_parts,
    "sources": sources_of_story,
}
OF_PART: dict[str, Callable[[Part], Iterator[Row]]] = {"days": days_of_part, "blocks": blocks_of_part}


def as_csv(rows: Iterable[Row]) -> Iterator[str]:
    """Line by line."""
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow([_harmless(cell) for cell in row])
        yield line.getvalue()


def _harmless(cell: object) -> object:
    """A title that begins like a formula must stay a title in a spreadsheet."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def everything(story: Story) -> IO[bytes]:
    """All tables of a story and of each of its parts in one zip; long ones wait on the disk, not in memory."""
    packed = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in OF_STORY.items():
            _add(archive, f"{name}.csv", rows(story))
        parts = Part.objects.filter(story=story, state="published").select_related("live__packed_on").in_order()
        for part in parts.iterator(chunk_size=20):
            _add(archive, f"blocks/part-{part.pk}.csv", blocks_of_part(part))
    packed.seek(0)
    return packed


def _add(archive: zipfile.ZipFile, name: str, rows: Iterable[Row]) -> None:
    with archive.open(name, "w") as file:
        for line in as_csv(rows):
            file.write(line.encode())
