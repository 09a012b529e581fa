from __future__ import annotations

from collections import Counter

import pytest

from inkstead.perspectives.analysis.differences import difference_of


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [
        ("I am done.", "I am done,", None),
        ("“It’s late…”", '"It\'s late..."', None),
        ("You cant.", "You can't.", "spelling"),
        ("I thought alot about it.", "I thought a lot about it.", "spelling"),
        ("What colour was it?", "What color was it?", "spelling"),
        ("I will definately go.", "I will definitely go.", "spelling"),
        ("You did what?", "You did what!", "punctuation"),
        ("No and that is all.", "No, and that is all.", "punctuation"),
        ("I love you.", "I loved you.", "wording"),
        ("I never wanted this.", "I always wanted this.", "wording"),
        ("Meet me at nine.", "Meet me at ten.", "wording"),
    ],
)
def test_it_says_what_differs(one: str, other: str, difference: str | None) -> None:
    assert difference_of(one, other, joins=False, familiar=Counter().__getitem__) == difference


def test_marks_that_only_a_tag_asked_for_are_no_difference() -> None:
    assert difference_of("I will, go home.", "I will go home.", joins=True, familiar=Counter().__getitem__) is None


def test_two_words_that_the_story_uses_are_no_slip() -> None:
    words = Counter({"thorough": 3, "through": 4})
    assert difference_of("Go through it.", "Go thorough it.", joins=False, familiar=words.__getitem__) == "wording"
