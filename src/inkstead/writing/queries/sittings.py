"""A part's history as somebody remembers it: by the sittings in which it was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from inkstead.stories.models import Part

PAUSE = timedelta(minutes=30)
# So many saved states are read for one page, and so many sittings shown.
MOST_LINES = 2_000
MOST_SITTINGS = 40


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    at: datetime
    words: int
    more: int | None  # than what it was written from
    by: str
    name: str
    by_itself: bool
    is_aside: bool
    is_settled: bool
    is_head: bool
    is_live: bool
    follows: int | None
    fields: Sequence[str]  # of title and notes, what was changed

    @property
    def stands_out(self) -> bool:
        """Everything but what was only saved along the way."""
        waits = self.is_aside and not self.is_settled
        return bool(self.name) or self.is_head or self.is_live or waits or not self.by_itself


@dataclass(frozen=True, slots=True)
class Sitting:
    """Newest first."""

    lines: Sequence[Line]
    is_open: bool  # all lines are shown, not only those that stand out

    @property
    def newest(self) -> Line:
        return self.lines[0]

    @property
    def since(self) -> datetime:
        return self.lines[-1].at

    @property
    def is_short(self) -> bool:
        """It began in the minute in which it ended."""
        return self.since.replace(second=0, microsecond=0) == self.newest.at.replace(second=0, microsecond=0)

    @property
    def more(self) -> int:
        return sum(line.more or 0 for line in self.lines if not line.is_aside)

    @property
    def shown(self) -> Sequence[Line]:
        standing = [line for line in self.lines if line.stands_out]
        return self.lines if self.is_open else standing or self.lines[:1]

    @property
    def folded(self) -> int:
        return len(self.lines) - len(self.shown)


@dataclass(frozen=True, slots=True)
class History:
    sittings: Sequence[Sitting]
    older: int | None  # the number before which the next page begins


def history_of(part: Part, *, before: int | None = None, opened: int | None = None) -> History:
    """One query, whatever the number of revisions; their texts stay where they are."""
    lines = _lines(part, before)
    sittings = [Sitting(lines, lines[0].number == opened) for lines in _grouped(lines[:MOST_LINES])]
    shown = sittings[:MOST_SITTINGS]
    rest = len(lines) > MOST_LINES or len(sittings) > MOST_SITTINGS
    return History(shown, shown[-1].lines[-1].number if rest and shown else None)


def _lines(part: Part, before: int | None) -> list[Line]:
    rows = part.revisions.order_by("-number")
    if before is not None:
        rows = rows.filter(number__lt=before)
    columns = ("pk", "number", "created_at", "words", "by__name", "name", "by_itself", "aside", "settled_at", "follows")
    found = list(rows.values_list(*columns, "fields")[: MOST_LINES + 1])
    words = {number: count for _, number, _, count, *_ in found}
    return [
        Line(
            number=number,
            at=at,
            words=count,
            more=count - words[follows] if follows in words else count if number == 1 else None,
            by=by or "",
            name=name,
            by_itself=by_itself,
            is_aside=aside,
            is_settled=settled is not None,
            is_head=pk == part.head_id,
            is_live=part.is_published and pk == part.live_id,
            follows=follows,
            fields=[FIELDS[field] for field in fields if field in FIELDS],
        )
        for pk, number, at, count, by, name, by_itself, aside, settled, follows, fields in found
    ]


FIELDS = {"title": "title", "notes_before": "note before", "notes_after": "note after"}


def _grouped(lines: Sequence[Line]) -> Iterator[list[Line]]:
    run: list[Line] = []
    for line in lines:
        if run and (run[-1].by != line.by or run[-1].at - line.at > PAUSE):
            yield run
            run = []
        run.append(line)
    if run:
        yield run
