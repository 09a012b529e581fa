"""Two names that a reader cannot tell apart belong to one person at most."""

from __future__ import annotations

import pytest

from inkstead.accounts.actions import add_pen_name, create_account
from inkstead.accounts.lookalikes import skeleton_of
from inkstead.lib.refusals import Refused
from tests.factories import make_user

pytestmark = pytest.mark.django_db

ALIKE = [
    ("Bob", "B0b"),
    ("Alice", "AIice"),
    ("Alice", "A1ice"),
    ("Coco", "\u0421\u043e\u0441\u043e"),  # wholly Cyrillic
    ("Ana Lee", "\u0410na Lee"),
    ("TOM", "\u0422\u041e\u041c"),
    ("Nina", "\u039dina"),
    ("Reader 10", "Reader lO"),
]
APART = [
    ("Ian", "Lan"),
    ("Tom", "\u0422\u043e\u043c"),
    ("Reader 1", "Reader 11"),
    ("Bob", "Rob"),
    ("Amy", "Arny"),
    ("Zoe", "Zo\u00eb"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_what_looks_the_same_has_one_skeleton(one: str, other: str) -> None:
    assert skeleton_of(one) == skeleton_of(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_can_be_told_apart_has_two(one: str, other: str) -> None:
    assert skeleton_of(one) != skeleton_of(other)


def test_a_name_that_looks_like_one_is_refused_everywhere() -> None:
    user = make_user()
    add_pen_name(user, "Coco")
    with pytest.raises(Refused, match="too much like one that is"):
        add_pen_name(make_user(), "\u0421\u043e\u0441\u043e")
    with pytest.raises(Refused, match="too much like one that is"):
        create_account(pen_name="C0co", email="c0co@reader.example")
    add_pen_name(make_user(), "Cocoa")
