"""What people are told of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class News:
    """What happened. `key` is the same for everybody who is told of it: nobody is told twice of one key."""

    kind: str
    key: str
    story_id: int | None = None
    part_id: int | None = None
    thing_id: int | None = None
    pen_name_id: int | None = None
    count: int = 1
    since: datetime | None = None
    again: bool = False  # it was shown before: news to nobody who came since
    has_letter: bool = False  # one of its own went out: no other mail says the same
