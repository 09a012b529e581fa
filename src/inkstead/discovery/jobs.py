"""Background entry points."""

from __future__ import annotations

from inkstead.background import job
from inkstead.discovery import actions


@job
def mend_index() -> None:
    """What no reaction brought in: a library from before there was a search, or rows put in by hand."""
    actions.mend_index()


@job
def index_retagged() -> None:
    """Stories whose tags were merged, split, linked or named."""
    actions.index_retagged()


@job
def take_in_waiting() -> None:
    """Words of new parts into the index, many parts together."""
    actions.take_in_waiting()
