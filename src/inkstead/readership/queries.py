"""What the pages of figures show. Sums only: nothing here goes through reads."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta

from django.db.models import Min, Sum

from inkstead.readership.models import PartDay, PartFigures, StoryDay, StoryFigures
from inkstead.readership.spans import today
from inkstead.readership.stopping import BlockStop, where_readers_stop
from inkstead.readership.stops import merged, read_stops
from inkstead.reading.models import Arrival
from inkstead.reading.sources import OTHER, is_host
from inkstead.stories.models import FollowDay, Part, State, Story

SOURCE_WORDS = {
    "": "No page told",
    "/home": "The first page here",
    "/list": "Lists, tags and search here",
    "/story": "The story’s page",
    "/part": "Another part",
    "/library": "Their library",
    "/here": "Elsewhere on this site",
    OTHER: "Other sites",
}
SOURCES_SHOWN = 12
SPARK_DAYS = 28


@dataclass(frozen=True, slots=True)
class DayFigures:
    day: date
    reads: int = 0
    readers: int = 0  # each counted once that day
    finished: int = 0
    votes: int = 0
    comments: int = 0
    gained: int = 0
    lost: int = 0
    followers: int = 0  # when the day was over


@dataclass(frozen=True, slots=True)
class PartLine:
    id: int
    number: int  # among the published parts; 0 for others
    title: str
    state: str
    reads: int
    finished: int
    votes: int
    comments: int
    people: int
    people_finished: int
    from_first: int | None  # percent of the first part's people; None where there is nothing to compare
    from_previous: int | None
    guests_from_previous: int | None

    @property
    def percent_finished(self) -> int | None:
        return percent(self.finished, self.reads)

    @property
    def percent_people_finished(self) -> int | None:
        return percent(self.people_finished, self.people)


@dataclass(frozen=True, slots=True)
class SourceLine:
    source: str
    words: str
    reads: int
    percent: int
    is_host: bool


def percent(some: int, of: int) -> int | None:
    return round(some / of * 100) if of else None


def began(story: Story) -> date:
    """The first day there is anything to draw of."""
    first = [story.first_published_at.astimezone(UTC).date()] if story.first_published_at else []
    known: date | None = StoryDay.objects.filter(story=story).aggregate(first=Min("day"))["first"]
    return min([today(), *first, *([known] if known else [])])


def story_days(story: Story, first: date) -> list[DayFigures]:
    """Every day from the first to today, also those on which nothing happened; two queries."""
    rows = {row.day: row for row in StoryDay.objects.filter(story=story, day__gte=first)}
    follows = {row.day: row for row in FollowDay.objects.filter(story=story, day__gte=first)}
    followers = story.counts.followers
    days: list[DayFigures] = []
    for day in _back_from_today(first):
        row, follow = rows.get(day), follows.get(day)
        gained, lost = (follow.gained, follow.lost) if follow else (0, 0)
        sums = (row.reads, row.readers, row.finished, row.votes, row.comments) if row else (0,) * 5
        days.append(DayFigures(day, *sums, gained=gained, lost=lost, followers=followers))
        followers -= gained - lost
    return days[::-1]


def part_days(part: Part, first: date) -> list[DayFigures]:
    """A part's readers of a day are its reads of that day."""
    rows = {row.day: row for row in PartDay.objects.filter(part=part, day__gte=first).defer("stops")}
    return [
        DayFigures(day, row.reads, row.reads, row.finished, row.votes, row.comments)
        if (row := rows.get(day))
        else DayFigures(day)
        for day in reversed(list(_back_from_today(first)))
    ]


def _back_from_today(first: date) -> Iterable[date]:
    day = today()
    while day >= first:
        yield day
        day -= timedelta(days=1)


def part_lines(story: Story) -> list[PartLine]:
    """Published parts first to last, then those that readers cannot see and that were read once; one query."""
    rows = (
        Part.objects.filter(story=story)
        .kept()
        .in_order()
        .values_list(
            *("pk", "title", "state", "counts__reads", "counts__votes", "counts__comments"),
            *(f"figures__{name}" for name in FIGURES),
        )
    )
    lines: list[PartLine] = []
    first: dict[str, int] = {}
    previous: dict[str, int] = {}
    hidden: list[PartLine] = []
    number = 0
    for pk, title, state, reads, votes, comments, *told in rows:
        figures = dict(zip(FIGURES, (value or 0 for value in told), strict=True))
        if state != State.PUBLISHED:
            if reads or votes or comments:
                hidden.append(_line(pk, 0, title, state, (reads, votes, comments), figures, {}, {}))
            continue
        number += 1
        lines.append(_line(pk, number, title, state, (reads, votes, comments), figures, first, previous))
        first, previous = first or figures, figures
    return [*lines, *hidden]


FIGURES = (
    *("finished", "people", "people_finished", "people_from_first", "people_from_previous"),
    *("guests", "guests_from_previous"),
)


def _line(
    pk: int,
    number: int,
    title: str,
    state: str,
    counts: tuple[int, int, int],
    figures: Mapping[str, int],
    first: Mapping[str, int],
    previous: Mapping[str, int],
) -> PartLine:
    reads, votes, comments = (count or 0 for count in counts)
    return PartLine(
        id=pk,
        number=number,
        title=title,
        state=state,
        reads=reads,
        finished=figures["finished"],
        votes=votes,
        comments=comments,
        people=figures["people"],
        people_finished=figures["people_finished"],
        from_first=percent(figures["people_from_first"], first.get("people", 0)),
        from_previous=percent(figures["people_from_previous"], previous.get("people", 0)),
        guests_from_previous=percent(figures["guests_from_previous"], previous.get("guests", 0)),
    )


def sources(story: Story, first: date) -> list[SourceLine]:
    """Most first. The smallest hosts of a long list go together."""
    rows = Arrival.objects.filter(story=story, day__gte=first).order_by().values_list("source").annotate(Sum("reads"))
    counts: Counter[str] = Counter(dict(rows))
    shown = dict(counts.most_common(SOURCES_SHOWN))
    rest = counts.total() - sum(shown.values())
    if rest:
        shown[OTHER] = shown.get(OTHER, 0) + rest
    return [source_line(source, reads, counts.total()) for source, reads in shown.items()]


def source_line(source: str, reads: int, of: int) -> SourceLine:
    return SourceLine(source, SOURCE_WORDS.get(source, source), reads, percent(reads, of) or 0, is_host(source))


def people_since(figures: StoryFigures | None, first: date) -> int:
    """Different accounts that read here since a day."""
    last_seen: dict[str, int] = json.loads(figures.last_seen) if figures else {}
    return sum(number for day, number in last_seen.items() if day >= first.isoformat())


def block_stops(part: Part) -> list[BlockStop]:
    texts = PartDay.objects.filter(part=part).exclude(stops="").values_list("stops", flat=True)
    return where_readers_stop(part, merged(map(read_stops, texts)))


def steps_of(part: Part) -> PartFigures:
    return PartFigures.objects.filter(part=part).first() or PartFigures(part=part)


def sparks(story_ids: Sequence[int]) -> dict[int, list[int]]:
    """Reads of the last four weeks, a number for each day, of many stories in one query."""
    first = today() - timedelta(days=SPARK_DAYS - 1)
    found = {story: [0] * SPARK_DAYS for story in story_ids}
    rows = StoryDay.objects.filter(story__in=story_ids, day__gte=first).values_list("story", "day", "reads")
    for story, day, reads in rows:
        if day <= today():
            found[story][(day - first).days] = reads
    return found
