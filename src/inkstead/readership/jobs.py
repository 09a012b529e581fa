"""Background entry points."""

from __future__ import annotations

from inkstead.background import job
from inkstead.readership import actions


@job
def add_up_figures() -> None:
    actions.add_up()
    actions.follow_up()
