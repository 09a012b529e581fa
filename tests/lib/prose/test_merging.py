"""How changes of a passage are shown, and how two of them come together."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inkstead.lib.prose import read_prose, split_blocks
from inkstead.lib.prose.merging import Word, marked, merge, words_of, written
from inkstead.lib.prose.source import without_ids


def words(text: str) -> list[Word]:
    return words_of(split_blocks(read_prose(text, "markdown").html))


def merged(base: str, mine: str, theirs: str) -> str | None:
    found = merge(words(base), words(mine), words(theirs))
    return None if found is None else written(found)


Edits = list[tuple[str, str]]


def edited(edits: Edits) -> str:
    text = BASE
    for old, new in edits:
        text = text.replace(old, new)
    return text


BASE = "The lamp went out at nine, and nobody on the whole island saw who had done it."


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ([("nine", "ten")], [("island", "coast")], [("nine", "ten"), ("island", "coast")]),
        ([("nine", "ten")], [], [("nine", "ten")]),
        ([("nine", "ten")], [("nine", "ten")], [("nine", "ten")]),
        ([("lamp", "*lamp*")], [("whole ", "")], [("lamp", "<em>lamp</em>"), ("whole ", "")]),
    ],
)
def test_changes_of_different_words_come_together(mine: Edits, theirs: Edits, both: Edits) -> None:
    assert merged(BASE, edited(mine), edited(theirs)) == f"<p>{edited(both)}</p>"


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (BASE.replace("nine", "ten"), BASE.replace("nine", "eleven")),
        (BASE.replace("went out at nine", "died"), BASE.replace("out", "dark")),
        (BASE + " Not one.", BASE + " Nobody."),
    ],
)
def test_changes_of_the_same_words_do_not(mine: str, theirs: str) -> None:
    assert merged(BASE, mine, theirs) is None


def test_a_split_paragraph_and_a_changed_word_come_together() -> None:
    split = BASE.replace("nine, and", "nine.\n\nAnd")
    assert merged(BASE, split, BASE.replace("lamp", "light")) == (
        "<p>The light went out at nine.</p>\n<p>And nobody on the whole island saw who had done it.</p>"
    )


def test_a_difference_is_shown_in_one_text() -> None:
    assert marked(words(BASE), words(BASE.replace("nine", "ten").replace("island", "*island*"))) == (
        "<p>The lamp went out at <del>nine</del><ins>ten</ins>, and nobody on the whole "
        "<del>island</del><ins><em>island</em></ins> saw who had done it.</p>"
    )


def test_a_removed_and_a_new_passage_are_marked_whole() -> None:
    assert marked(words("One."), []) == "<p><del>One.</del></p>"
    assert (
        marked([], words("One.\n\n* * *\n\nTwo.")) == "<p><ins>One.</ins></p>\n<ins><hr></ins>\n<p><ins>Two.</ins></p>"
    )


def test_a_split_is_shown_as_two_paragraphs() -> None:
    assert marked(words("One two three. Four five six."), words("One two three.\n\nFour five six.")) == (
        "<p>One two three.<del> </del></p>\n<p>Four five six.</p>"
    )


def test_a_rewritten_sentence_is_not_shown_in_crumbs() -> None:
    shown = marked(words("He ran to the sea and the boats."), words("She walked from the hill and the sheep."))
    assert shown.count("<del>") == 2


PIECES = (
    *("word", "*em*", "**strong *both***", "a<b", "&amp;", "“q”,", "漢字", "`code`", "line\\\nbreak", "\n\n"),
    *("\n\n> quotation\n\n", "\n\n* * *\n\n", "\n\n- one\n- two\n\n", "[link](https://example.org)"),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)


@settings(max_examples=150)
@given(TEXTS)
def test_a_row_of_words_is_written_as_it_was(text: str) -> None:
    html = read_prose(text, "markdown").html
    assert written(words_of(split_blocks(html))) == without_ids(html)


@settings(max_examples=150)
@example(
    "word \n\n> quotation\n\n word \n\n> quotation\n\n", "\n\n> quotation\n\n", "word \n\n> quotation\n\n word word"
)
@given(TEXTS, TEXTS, TEXTS)
def test_what_comes_together_is_clean(base: str, mine: str, theirs: str) -> None:
    found = merged(base, mine, theirs)
    if found is not None:
        assert without_ids(read_prose(found, "html").html) == found
    assert merged(base, mine, base) == written(words(mine))
    assert merged(base, base, theirs) == written(words(theirs))


@settings(max_examples=100)
@given(TEXTS, TEXTS)
def test_a_difference_without_its_marks_is_one_of_the_two(before: str, after: str) -> None:
    shown = marked(words(before), words(after))
    assert shown.count("<ins>") == shown.count("</ins>")
    assert shown.count("<del>") == shown.count("</del>")
