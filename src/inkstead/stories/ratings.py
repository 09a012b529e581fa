"""How the rating and the warnings of a part are told where they differ from its story's."""

from __future__ import annotations

from collections.abc import Sequence

from inkstead.stories.models.choices import Rating


def rating_told(part: str, story: str) -> str:
    """The label of a part's own rating; empty when it has none or that of its story."""
    return "" if part in ("", story) else str(Rating(part).label)


def warnings_told(part: Sequence[str], story: Sequence[str]) -> list[str]:
    """Those of a part that its story does not give already."""
    known = {warning.casefold() for warning in story}
    return [warning for warning in part if warning.casefold() not in known]


def mark(rating: str, warnings: Sequence[str], of_rating: str, of_warnings: Sequence[str]) -> str:
    """A few words for a line of a table of contents: "mature, warnings"."""
    told = [rating_told(rating, of_rating).lower(), "warnings" if warnings_told(warnings, of_warnings) else ""]
    return ", ".join(filter(None, told))
