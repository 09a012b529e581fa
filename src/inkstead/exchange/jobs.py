from __future__ import annotations

from inkstead.background import job
from inkstead.exchange import arrivals


@job
def forget_old_arrivals() -> None:
    """Uploads that nobody came back for. Receiving one does the same; this is for quiet sites."""
    arrivals.forget_old_arrivals()
