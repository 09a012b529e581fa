from __future__ import annotations

import pytest

from inkstead.lib.ranges import UnsatisfiableError, asked_range


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("bytes=0-0", (0, 0)),
        ("bytes=2-", (2, 9)),
        ("bytes=-3", (7, 9)),
        ("bytes=-99", (0, 9)),
        ("bytes=4-99", (4, 9)),
        ("", None),
        ("bytes=-", None),
        ("bytes=5-2", None),
        ("bytes=0-1,3-4", None),
        ("lines=1-2", None),
        ("bytes=x-", None),
    ],
)
def test_one_range_is_understood_and_the_rest_is_the_whole(header: str, found: tuple[int, int] | None) -> None:
    assert asked_range(header, 10) == found


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=99-100", "bytes=-0"])
def test_what_lies_behind_the_end_is_told(header: str) -> None:
    with pytest.raises(UnsatisfiableError):
        asked_range(header, 10)
