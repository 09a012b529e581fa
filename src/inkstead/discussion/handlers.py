from __future__ import annotations

from inkstead.discussion import beside  # noqa: F401 - registers what is shown beside two tellings
from inkstead.discussion.actions import carry_comments
from inkstead.stories.actions import NewText, carries


@carries
def carry_margin_comments(new: NewText) -> None:
    """Comments in the margin go to where their words stand now."""
    carry_comments(new)
