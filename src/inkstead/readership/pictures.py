"""From figures to pictures: what each bar says, and what stands beneath it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString

from inkstead.readership.drawing import BARS, Bars, Line, Told, bars, curve, line, spark, together
from inkstead.readership.queries import DayFigures, PartLine, sparks
from inkstead.readership.spans import Stretch, stretches, unit_of
from inkstead.readership.stopping import BlockStop
from inkstead.web.desk import beside_stories


@dataclass(frozen=True, slots=True)
class Sum:
    """A day, a week or a month."""

    stretch: Stretch
    reads: int
    readers: int  # each counted once a day
    votes: int
    comments: int
    finished: int


@dataclass(frozen=True, slots=True)
class Reading:
    sums: Sequence[Sum]
    unit: str  # day, week, month
    reads: int
    readers: int
    votes: int
    comments: int
    picture: Bars
    voices: Bars


def reading(days: Sequence[DayFigures], *, inner: str = "readers") -> Reading:
    """`days` without gaps, the first one first; at least one. `inner` is the darker part of a bar: or "finished"."""
    spans = stretches(days[0].day, days[-1].day)
    sums = _sums(days, spans)
    ends = day_words(days[0].day), day_words(days[-1].day)
    words = _reads_to_the_end if inner == "finished" else _reads
    reads = [
        Told(f"{one.stretch.words}: {words(one.reads, getattr(one, inner))}", one.reads, getattr(one, inner))
        for one in sums
    ]
    voices = [
        Told(f"{one.stretch.words}: {_voices(one.votes, one.comments)}", one.votes + one.comments, one.comments)
        for one in sums
    ]
    return Reading(
        sums,
        unit_of(spans),
        reads=sum(one.reads for one in sums),
        readers=sum(one.readers for one in sums),
        votes=sum(one.votes for one in sums),
        comments=sum(one.comments for one in sums),
        picture=bars(reads, *ends),
        voices=bars(voices, *ends),
    )


SUMMED = ("reads", "readers", "votes", "comments", "finished")


def _sums(days: Sequence[DayFigures], spans: Sequence[Stretch]) -> list[Sum]:
    waiting = iter(days)
    sums = []
    for span in spans:
        own = [next(waiting) for _ in range((span.last - span.first).days + 1)]
        numbers = (
            sum(getattr(day, name) for day in own) for name in ("reads", "readers", "votes", "comments", "finished")
        )
        sums.append(Sum(span, *numbers))
    return sums


def followers(days: Sequence[DayFigures]) -> Line:
    return line([day.followers for day in days], day_words(days[0].day), day_words(days[-1].day))


def people_by_part(lines: Sequence[PartLine]) -> Bars:
    """For stories whose parts are too many for a line each."""
    told = [Told(_part_words(one), one.people, one.people_finished) for one in lines]
    return bars(together(told), "Part 1", f"Part {len(lines):,}")


def _part_words(one: PartLine) -> str:
    return f"{one.number}. {one.title}: {_many(one.people, 'reader')}, {one.people_finished:,} to the end"


def share_bars(numbers: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Widths of a hundred, for lines of a list: a number and the smaller one inside it."""
    most = max((whole for whole, _ in numbers), default=0)
    return [(round(whole / most * 100), round(inner / most * 100)) if most else (0, 0) for whole, inner in numbers]


@dataclass(frozen=True, slots=True)
class Staying:
    path: str
    area: str
    spots: Sequence[tuple[str, str, str]]  # where, how wide, what it says
    marks: Sequence[str]  # where most stop


def staying(stops: Sequence[BlockStop], worst: Sequence[BlockStop]) -> Staying:
    path, area = curve([(one.begins, one.share) for one in stops])
    few = -(-len(stops) // BARS) or 1
    shown = stops[::few]
    ends = [*(one.begins for one in shown[1:]), 1.0][: len(shown)]
    spots = [
        (f"{one.begins * 1000:.1f}", f"{(end - one.begins) * 1000:.1f}", f"{one.percent} % come this far: {one.words}")
        for one, end in zip(shown, ends, strict=True)
    ]
    return Staying(path, area, spots, [_end_of(one, stops) for one in worst])


def _end_of(one: BlockStop, stops: Sequence[BlockStop]) -> str:
    """Where the line falls: a reader who stops at a paragraph has seen it."""
    return f"{(stops[one.number].begins if one.number < len(stops) else 1.0) * 1000:.1f}"


@beside_stories
def sparklines(story_ids: Sequence[int]) -> dict[int, SafeString]:
    """Reads of the last four weeks as a small line, for stories that had any."""
    return {story: _spark(numbers) for story, numbers in sparks(story_ids).items() if any(numbers)}


def _spark(numbers: Sequence[int]) -> SafeString:
    words = f"{_many(sum(numbers), 'read')} in the last four weeks"
    shape = (
        '<svg class="figure-spark" viewBox="0 0 112 24" role="img" aria-label="{}">'
        '<title>{}</title><path d="{}"/></svg>'
    )
    return format_html(shape, words, words, spark(numbers))


def day_words(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _reads(reads: int, readers: int) -> str:
    return f"{_many(reads, 'read')} by {_many(readers, 'reader')}" if reads else "no reads"


def _reads_to_the_end(reads: int, finished: int) -> str:
    return f"{_many(reads, 'read')}, {finished:,} to the end" if reads else "no reads"


def _voices(votes: int, comments: int) -> str:
    return f"{_many(votes, 'vote')}, {_many(comments, 'comment')}"


def _many(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
