"""Background entry points."""

from __future__ import annotations

from inkstead.background import job
from inkstead.departures import departing


@job
def let_go() -> None:
    """Those whose day has come, and stories that go over to heirs."""
    departing.depart_due()
    departing.inherit_due()
