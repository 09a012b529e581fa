"""How long somebody else's change waits while heavy work is done."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models import F

from inkstead.stories.models import PartCounts

PAUSE = 0.05  # seconds


@contextmanager
def somebody_votes() -> Iterator[list[float]]:
    """Changes a counter that the work does not touch, over and over; seconds that each change took."""
    waits: list[float] = []
    over = threading.Event()
    part = PartCounts.objects.order_by("pk")[0].pk

    def vote() -> None:
        while not over.wait(PAUSE):
            began = time.perf_counter()
            PartCounts.objects.filter(pk=part).update(votes=F("votes") + 1)
            PartCounts.objects.filter(pk=part).update(votes=F("votes") - 1)
            waits.append(time.perf_counter() - began)
        connection.close()

    voter = threading.Thread(target=vote)
    voter.start()
    try:
        yield waits
    finally:
        over.set()
        voter.join()
