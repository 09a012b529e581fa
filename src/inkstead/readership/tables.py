"""Tables that may have a thousand rows: templates joined as text."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.safestring import SafeString, mark_safe

from inkstead.readership.queries import PartLine
from inkstead.web.fragments import Fragment

_VALUES = (
    *("number", "url", "title", "reads", "finished", "people", "from_first", "from_previous", "guests"),
    *("votes", "comments"),
)
_part_row = Fragment("readership/pieces/part_row.html", values=_VALUES)


def part_rows(lines: Iterable[PartLine]) -> SafeString:
    return mark_safe("".join(_row(line) for line in lines))  # noqa: S308 - each is a template's


def _row(line: PartLine) -> str:
    return _part_row(
        number=str(line.number or "–"),
        url=f"/write/part/{line.id}/figures/",
        title=line.title,
        reads=f"{line.reads:,}",
        finished=_percent(line.percent_finished),
        people=f"{line.people:,}",
        from_first=_percent(line.from_first),
        from_previous=_percent(line.from_previous),
        guests=_percent(line.guests_from_previous),
        votes=f"{line.votes:,}",
        comments=f"{line.comments:,}",
    )


def _percent(number: int | None) -> str:
    return "" if number is None else f"{number} %"
