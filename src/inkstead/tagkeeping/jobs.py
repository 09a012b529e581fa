"""Background entry points. All in one lane: what was decided later is done later."""

from __future__ import annotations

from inkstead.background import job
from inkstead.tagkeeping import actions


@job
def place(change_id: int, after: int) -> None:
    actions.place_tags(change_id, after)


@job
def move(change_id: int, beside: int, chosen: list[int], after: int) -> None:
    actions.move_stories(change_id, beside, chosen, after)


@job
def move_back(change_id: int, after: int) -> None:
    actions.move_back(change_id, after)


@job
def mend_tags() -> None:
    """What a job that was given up left undone."""
    actions.mend_tags()
