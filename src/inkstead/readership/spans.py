"""Stretches of days, and how they are drawn: by day, by week or by month, so that a picture never has too many bars."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

DAYS_DRAWN = 92
WEEKS_DRAWN = 80


@dataclass(frozen=True, slots=True)
class Span:
    key: str
    label: str
    days: int | None  # None: since the story began

    def first_day(self, today: date, began: date) -> date:
        """Of a story that is younger than the span only its life is drawn, but a week at least."""
        began = min(began, today - timedelta(days=6))
        return began if self.days is None else max(began, today - timedelta(days=self.days - 1))


SPANS = (Span("7", "7 days", 7), Span("28", "28 days", 28), Span("90", "90 days", 90), Span("all", "All", None))
USUAL = SPANS[1]


def span_of(key: str) -> Span:
    """Whatever else was asked for is the usual one."""
    return next((span for span in SPANS if span.key == key), USUAL)


def today() -> date:
    return datetime.now(UTC).date()


@dataclass(frozen=True, slots=True)
class Stretch:
    """A day, a week from Monday or a month, as far as it lies in the span."""

    first: date
    last: date

    @property
    def words(self) -> str:
        if self.first == self.last:
            return f"{self.first.day} {self.first:%B %Y}"
        return f"{self.first.day} {self.first:%B} to {self.last.day} {self.last:%B %Y}"


def stretches(first: date, last: date) -> list[Stretch]:
    days = (last - first).days + 1
    if days <= DAYS_DRAWN:
        return [Stretch(day, day) for day in every_day(first, last)]
    key: Callable[[date], object] = _week if days <= WEEKS_DRAWN * 7 else _month
    found: list[Stretch] = []
    for day in every_day(first, last):
        if found and key(found[-1].first) == key(day):
            found[-1] = Stretch(found[-1].first, day)
        else:
            found.append(Stretch(day, day))
    return found


def every_day(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def unit_of(spans: Iterable[Stretch]) -> str:
    longest = max(((one.last - one.first).days for one in spans), default=0)
    return "day" if longest == 0 else "week" if longest < 7 else "month"


def _week(day: date) -> object:
    return day.isocalendar()[:2]


def _month(day: date) -> object:
    return day.year, day.month
