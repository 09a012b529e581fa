"""What somebody typed, understood."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from inkstead.discovery.asking import (
    Asked,
    Range,
    TagAsked,
    Term,
    pieces_of,
    understand,
    with_choice,
    with_piece,
    without_piece,
)


def test_words_phrases_exclusions_and_fields() -> None:
    asked = understand(
        'the "old door" -storm by:Ana -by:ben tag:"The Sea" -tag:war character:Alana words:>50000 parts:<=3'
        " updated:<30d status:complete -status:stub rating:teen language:de lamp* sort:reads"
    )
    assert asked == Asked(
        terms=(Term(("the",)), Term(("old", "door")), Term(("lamp",), starts=True)),
        no_terms=(Term(("storm",)),),
        writers=("ana",),
        no_writers=("ben",),
        tags=(TagAsked("the-sea"), TagAsked("alana", "character")),
        no_tags=(TagAsked("war"),),
        words=Range(least=50001),
        parts=Range(most=3),
        updated=Range(most=30),
        statuses=("complete",),
        no_statuses=("stub",),
        ratings=("teen",),
        languages=("de",),
        sort="reads",
        is_empty=False,
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("“old door” „Tür auf“ «le port»", '"old door" "Tür auf" "le port"'),
        ("−storm －red tag：海", "-storm -red tag:海"),
        ("-words:>50000 -updated:<30d -parts:<=3", "words:<=50000 updated:>30d parts:>3"),
        ("words:>1,500 parts:<1,000", "words:>1500 parts:<1000"),
        ("words:>1.5k", "words:>1500"),
        ("words:10k-50k updated:2w..1m", "words:>=10k words:<=50000 updated:>=14d updated:<=30d"),
    ],
)
def test_what_phones_and_people_type_for_the_same(typed: str, meant: str) -> None:
    assert understand(typed) == understand(meant)
    assert understand(typed).told == ()
    assert understand(" ".join(pieces_of(typed))) == understand(meant)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("lamp by:", "Nothing stands after “by:”, so it was looked for as a word."),
        ("colour:red", "There is no field “colour:”, so it was looked for as words."),
        ("words:many", "“words:” wants a number, as in words:>5000."),
        ("-words:50000", "“-words:” wants a number, as in -words:>5000."),
        ("updated:soon", "“updated:” wants a number, as in updated:<30d."),
        ("status:asleep", "“status:” is one of ongoing, complete, hiatus, stub, dropped."),
        ("language:klingon-is-no-tag", "“klingon-is-no-tag” is no language; try language:en."),
        ("sort:random", "Stories can be sorted by best, updated, new, title, reads, votes, words."),
        ("a " * 30, "Only the first 24 words were looked for."),
        ("a" * 501, "Only the first 500 characters were looked for."),
    ],
)
def test_what_is_not_understood_is_told(typed: str, sentence: str) -> None:
    assert understand(typed).told == (sentence,)


NOTHING = ['"', '""', "-", "- -", '-"', "*", "%", ":", "::", "()", "\\", "'", "^", "~", "!", "\x00-"]


@pytest.mark.parametrize("typed", NOTHING)
def test_what_holds_no_word_finds_nothing(typed: str) -> None:
    assert understand(typed).finds_nothing
    assert not understand(typed).is_empty


def test_nothing_at_all_is_everything() -> None:
    assert all(understand(typed).is_empty and not understand(typed).finds_nothing for typed in ("", "  ", "\x00"))
    assert understand("la\x1bmp\u2066s") == understand("lamps")


@pytest.mark.parametrize("typed", ["(" * 10_000, '"' * 10_000, "a:" * 5_000, "-" * 10_000, "* " * 5_000, "a" * 10_000])
def test_nothing_that_can_be_typed_takes_long(typed: str) -> None:
    start = time.process_time()
    understand(typed)
    assert time.process_time() - start < 0.1


def test_short_beginnings_are_words() -> None:
    assert understand("ab*").terms == (Term(("ab",)),)
    assert understand("猫").terms == (Term(("猫",), starts=True),)


@pytest.mark.parametrize("typed", ['"old door', "“old door", 'lamp "old door', 'lamp -"old', 'tag:"Night Wa', 'lamp "'])
def test_what_is_added_never_falls_into_an_open_phrase(typed: str) -> None:
    asked = understand(typed)
    assert understand(with_piece(typed, "status:complete")) == replace(asked, statuses=("complete",))
    assert understand(with_choice(typed, "sort", "title")).terms == asked.terms


def test_there_is_room_for_what_is_added() -> None:
    typed = " ".join(f"word{number}" for number in range(30))
    assert understand(with_piece(typed, "status:complete")).statuses == ("complete",)


def test_a_query_is_changed_piece_by_piece() -> None:
    typed = 'lamp "old door" -tag:war words:>500 words:<900'
    assert pieces_of(typed) == ["lamp", '"old door"', "-tag:war", "words:>500", "words:<900"]
    assert with_piece(typed, "tag:war") == 'lamp "old door" words:>500 words:<900 tag:war'
    assert with_piece("tag:war", "-tag:war") == "-tag:war"
    assert without_piece(typed, '"old door"') == "lamp -tag:war words:>500 words:<900"
    assert (
        with_piece('STATUS:Complete lamp tag:"Night Watch"', "-tag:night-watch")
        == "STATUS:Complete lamp -tag:night-watch"
    )
    assert without_piece('Status:"complete" tag:Sea Sea', "tag:sea") == 'Status:"complete" Sea'
    assert with_choice(typed, "words", ">7") == 'lamp "old door" -tag:war words:>7'
    assert with_choice(typed, "words", "") == 'lamp "old door" -tag:war'
