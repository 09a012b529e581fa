"""Words as search knows them."""

from __future__ import annotations

import time

import pytest

from inkstead.lib.words import fold, places, prefix_mark, wanted, with_prefixes, words


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("The OLD lamp", ["the", "old", "lamp"]),
        ("Ångström, naïve; Æsir!", ["angstrom", "naive", "aesir"]),
        ("You can’t. You can't. You cant.", ["you", "cant"] * 3),
        ("l'été d’or O’Brien's", ["l", "ete", "d", "or", "o", "briens"]),
        ("Straße ﬁne ①", ["strasse", "fine", "1"]),
        ("Ελλάς ελλας", ["ελλασ", "ελλασ"]),
        ("ёлка Й", ["елка", "и"]),
        ("שָׁלוֹם مُحَمَّد", ["שלום", "محمد"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("小猫钓鱼", ["小猫", "猫钓", "钓鱼", "鱼"]),
        ("猫", ["猫"]),
        ("がｶﾞ", ["がガ", "ガ"]),
        ("har\u00adbour wall", ["harbour", "wall"]),
        ("한국어 소설", ["한국어", "소설"]),
        ("abc小猫x", ["abc", "小猫", "猫", "x"]),
        ("a_b-c %$!", ["a", "b", "c"]),
        ("\x00", []),
        ("x" * 100, ["x" * 64]),
    ],
)
def test_what_counts_of_a_text(text: str, cut: list[str]) -> None:
    assert words(text) == cut


def test_what_is_looked_for_stands_next_to_each_other_in_what_was_indexed() -> None:
    assert wanted("sea-lamp can't") == [["sea", "lamp", "cant"]]
    assert wanted("小猫钓鱼 lamp 猫") == [["小猫", "猫钓", "钓鱼"], ["lamp"], ["猫"]]
    for text in ("小猫钓鱼", "l'été", "abc小猫x", "The sea-lamp"):
        indexed = " ".join(words(text))
        assert all(" ".join(run) in indexed for run in wanted(text)), text


def test_words_are_found_again_in_the_text_that_they_came_from() -> None:
    text = "The Café isn’t — no CAFE — 小猫钓鱼 ﬁne Straße, ﬁnest"
    found = ["Café", "isn’t", "no CAFE", "猫钓", "ﬁne", "Straße"]
    sought = ["cafe", "isnt", "猫钓", "fine", "strasse", "no cafe"]
    assert [text[start:end] for start, end in places(text, sought)] == found
    assert [text[start:end] for start, end in places(text, ["fine*"])] == ["ﬁne", "ﬁnest"]
    assert places(text, []) == places("", ["x"]) == []


@pytest.mark.parametrize("text", ["a" * 200_000, "猫" * 200_000, "́" * 200_000, "' " * 100_000, "ﷺ" * 20_000])
def test_no_text_takes_long(text: str) -> None:
    start = time.process_time()
    words(text)
    places(text, ["aa", "猫猫"])
    assert time.process_time() - start < 2


def test_folding_is_stable() -> None:
    for text in ("ẞ", "ǅ", "İ", "ŉ", "が", "①", "Å", "ﬁ", "ᾳ", "ϓ", "K"):
        assert fold(fold(text)) == fold(text), text


@pytest.mark.parametrize(
    ("word", "mark"),
    [
        ("lamps", ".plam"),
        ("lam", ".plam"),
        ("la", ""),
        ("_lamps", ".p_lam"),
        ("_la", ""),
        ("कला", ".pकला"),
        ("猫钓", ".p猫"),
        ("_鱼", ".p_鱼"),
    ],
)
def test_under_which_beginning_a_word_is_kept(word: str, mark: str) -> None:
    assert prefix_mark(word) == mark


def test_each_beginning_stands_once_behind_the_words_and_marks_of_an_index_have_none() -> None:
    assert with_prefixes("_sea . .t12\nlamps lamp lantern at .") == (
        "_sea . .t12\nlamps lamp lantern at . . .p_sea .plam .plan"
    )
    assert with_prefixes("") == " ."
