from __future__ import annotations

from inkstead.library.actions import carry_places
from inkstead.stories.actions import NewText, carries


@carries
def carry_readers_places(new: NewText) -> None:
    """Who stopped at a paragraph that is gone goes on beside it, not at the beginning."""
    carry_places(new)
