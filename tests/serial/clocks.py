"""A clock that tests move: what the program takes for now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

Clock = Callable[..., datetime]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """`clock(datetime(...))` sets it, `clock(timedelta(...))` moves it on, `clock()` reads it."""
    at = [datetime(2026, 3, 16, 9, 0, tzinfo=UTC)]

    def move(to: datetime | timedelta | None = None) -> datetime:
        if to is not None:
            at[0] = at[0] + to if isinstance(to, timedelta) else to
        return at[0]

    monkeypatch.setattr(timezone, "now", lambda: at[0])
    return move
