"""Short texts that people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkstead.lib.lines import one_line, paragraphs, with_names_apart
from inkstead.lib.refusals import Refused


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  The \t Lamp\n", "The Lamp"),
        ("a\u202eb\u2066c\x00d\ufeff", "abcd"),
        ("Zoë’s “night”", "Zoë’s “night”"),
        ("👩\u200d👧", "👩\u200d👧"),  # a joiner holds a family together
        ("\u05e9\u05dc\u05d5\u05dd", "\u05e9\u05dc\u05d5\u05dd"),
    ],
)
def test_one_line_folds_blanks_and_takes_out_what_cannot_be_seen(typed: str, kept: str) -> None:
    assert one_line(typed, "title", limit=50) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("a\r\nb\rc", "a\nb\nc"), ("a\n\n\n\n\nb", "a\n\nb"), ("a\u2029b\u2028c", "a\n\nb\nc"), ("\n a \n", "a")],
)
def test_paragraphs_keep_their_lines(typed: str, kept: str) -> None:
    assert paragraphs(typed, "summary", limit=50) == kept


@pytest.mark.parametrize(
    "typed", ["", " ", "\n", "\u200b", "\u2060\u200d", "\x00", "\u2800", "\u3164", "\u0301", "\ufe0f"]
)
def test_what_shows_nothing_is_refused_where_something_is_wanted(typed: str) -> None:
    for act in (one_line, paragraphs):
        with pytest.raises(Refused, match="must not be empty"):
            act(typed, "title", limit=5, required=True)
        assert len(act(typed, "title", limit=5, required=False)) <= 2


@pytest.mark.parametrize("typed", [None, 7, ["a"], b"a"])
def test_only_texts_are_texts(typed: object) -> None:
    for act in (one_line, paragraphs):
        with pytest.raises(Refused, match="must be a text"):
            act(typed, "title", limit=5)


def test_too_long_is_refused_and_never_cut() -> None:
    for act in (one_line, paragraphs):
        assert act("x" * 1000, "title", limit=1000) == "x" * 1000
        with pytest.raises(Refused, match="1,001 characters long; the limit is 1,000"):
            act("x" * 1001, "title", limit=1000)


@pytest.mark.parametrize("field", ["words", "notes before"])
def test_several_are_several(field: str) -> None:
    with pytest.raises(Refused, match=f"The {field} are 11 characters long"):
        paragraphs("x" * 11, field, limit=10)


@given(st.text())
def test_tidying_twice_changes_nothing_more(typed: str) -> None:
    for act in (one_line, paragraphs):
        once = act(typed, "title", limit=10**6, required=False)
        assert act(once, "title", limit=10**6, required=False) == once


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("Ana commented on “The Lamp”", "Ana commented on “The Lamp”"),
        ("A new part of “קשר 2, the knot”: סוף טוב", "A new part of “[קשר 2, the knot]”: [סוף טוב]"),
        ("ליה כהן answered you on “The Lamp”", "[ליה כהן] answered you on “The Lamp”"),
    ],
)
def test_names_from_right_to_left_turn_nothing_around_them(sentence: str, shown: str) -> None:
    assert with_names_apart(sentence).replace("\u2068", "[").replace("\u2069", "]") == shown
