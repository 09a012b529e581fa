from __future__ import annotations

from collections.abc import Callable

from inkstead.lib.refusals import Refused

Alive = Callable[[], bool]


class Cancelled(Refused):
    """Whoever wanted this file read wants it no longer."""

    def __init__(self) -> None:
        super().__init__("It was called off. Nothing was kept.", code="cancelled")
