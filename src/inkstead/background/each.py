"""Many things in one job, each in a transaction of its own: one that cannot be done keeps none of the others back."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

log = logging.getLogger(__name__)


def count_done(rows: Iterable[tuple[int, ...]], act: Callable[..., bool]) -> int:
    """Answers for how many `act(*row)` was true. The last error is raised when all had their turn, so that the job is
    known to have failed and runs again."""
    done, failed = 0, None
    for row in rows:
        try:
            done += act(*row)
        except Exception as error:
            log.exception("%s%s could not be done", act.__name__, row)
            failed = error
    if failed is not None:
        raise failed
    return done
