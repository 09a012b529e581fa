"""The control of all other tests here: what does not fit the description is noticed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.calls import BASE, Told, hold_against_description

RIGHT = {"votes": 3, "voted": True}


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, {"votes": "3", "voted": True}), (200, {"votes": True, "voted": True}), (200, {"votes": 3}), (200, None),
        (200, RIGHT | {"voter": 7}), (201, RIGHT), (404, {"detail": "Not found"}), (404, RIGHT), (418, RIGHT),
    ],
)  # fmt: skip
def test_an_answer_that_is_not_described_is_noticed(status: int, body: Any) -> None:
    hold_against_description("PUT", BASE + "/parts/1/vote", Told(200, {}, RIGHT))
    with pytest.raises(AssertionError):
        hold_against_description("PUT", BASE + "/parts/1/vote", Told(status, {}, body))


def test_an_answer_where_none_is_described_is_noticed() -> None:
    with pytest.raises(AssertionError):
        hold_against_description("GET", BASE + "/secrets", Told(200, {}, {}))
