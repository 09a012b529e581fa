from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from inkstead.readership.spans import today
from inkstead.reading.tally import Heard, write_reads
from inkstead.stories.models import Part
from tests.readership.test_adding import bring_up_to_date

Told = Callable[..., None]


@pytest.fixture
def told() -> Told:
    """`told(part, "a:1", "g:2", ago=3)`: reads of that day, added up."""

    def tell(part: Part, *readers: str, ago: int = 0, reached: float = 1.0, block: str = "", source: str = "") -> None:
        day: date = today() - timedelta(days=ago)
        write_reads({(part.pk, day, reader): Heard(part.story_id, reached, 9, block, source) for reader in readers})
        bring_up_to_date()

    return tell
