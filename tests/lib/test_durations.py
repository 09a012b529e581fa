from __future__ import annotations

from datetime import timedelta

import pytest

from inkstead.lib.durations import roughly


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "less than a day"),
        (1, "one day"),
        (11, "eleven days"),
        (14, "two weeks"),
        (24.5, "three weeks and a half"),
        (69, "ten weeks"),
        (80, "three months"),
        (400, "13 months"),
        (913, "two years and a half"),
    ],
)
def test_a_length_of_time_is_said_as_one_would_say_it(days: float, said: str) -> None:
    assert roughly(timedelta(days=days)) == said
