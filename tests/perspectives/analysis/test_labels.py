from __future__ import annotations

import pytest

from inkstead.perspectives.analysis.labels import read_bare_name, read_label, read_signature


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ares's POV", "Ares"), ("ARES' POV", "Ares"), ("POV: Ares", "Ares"), ("~ Ares POV ~", "Ares"),
        ("Narrated by Alana", "Alana"), ("Contributed by Miss Clack; niece of the late Sir John.", "Miss Clack"),
        ("Extracted from the Journal of Ezra Jennings.", "Ezra Jennings"), ("In a Letter from Mr. Candy.", "Mr Candy"),
        ("Dr. Seward’s Diary⁠—continued.", "Dr Seward"), ("Letter, Lucy Westenra to Mina Murray.", "Lucy Westenra"),
        ("Telegram, Seward, London, to Van Helsing, Amsterdam.", "Seward"), ("Annas Tagebuch", "Anna"),
        ("Brief von Clara an Emil", "Clara"), ("Point de vue de Marie", "Marie"), ("Carta de Ana a Luis", "Ana"),
    ],
)  # fmt: skip
def test_it_knows_who_a_label_names(text: str, name: str) -> None:
    label = read_label(text)
    assert label is not None
    assert label.name == name


@pytest.mark.parametrize(
    "text",
    ["He was loved by Ares.", "I left the story of my life on the table", "Log of the Demeter.", "His story",
     "Chapter One", "", "…", "Told by the lamp"],
)  # fmt: skip
def test_it_names_nobody_else(text: str) -> None:
    label = read_label(text)
    assert label is None or not label.name


def test_a_bare_name_is_one_and_a_chapter_is_none() -> None:
    assert [label and label.name for label in map(read_bare_name, ("ARES", "[Ares]", "Van Helsing", "🦊"))] == [
        "Ares", "Ares", "Van Helsing", "🦊",
    ]  # fmt: skip
    assert [read_bare_name(text) for text in ("Chapter", "IV", "Epilogue", "Later", "the end", "12")] == [None] * 6


def test_letters_are_signed() -> None:
    assert read_signature(["Dear Mother,", "It rained.", "Your loving son,", "Tom"]) == "Tom"
    assert read_signature(["It rained.", "I left.", "Tom"]) == ""
