"""Ratings and warnings as they were given."""

from __future__ import annotations

from collections.abc import Iterable

from inkstead.lib.lines import one_line
from inkstead.lib.refusals import Refused
from inkstead.stories.models import Rating


def tidy_rating(value: str) -> str:
    """Of a part: empty means that of its story."""
    if value and value not in Rating.values:
        known = ", ".join(Rating.values)
        message = f"The rating must be one of: {known}."
        raise Refused(message, code="invalid", fields={"rating": f"One of: {known}."})
    return value


def tidy_warnings(values: Iterable[str]) -> list[str]:
    """As given, each once."""
    kept: dict[str, str] = {}
    for value in values:
        if str(value).strip():
            warning = one_line(value, "warnings", limit=80)
            kept.setdefault(warning.casefold(), warning)
    return list(kept.values())
