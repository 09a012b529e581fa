"""What is said, in every way that stories set it."""

from __future__ import annotations

import pytest

from inkstead.perspectives.analysis.marks import marks_of
from inkstead.perspectives.analysis.speech import Heard, TextLine, listen
from inkstead.perspectives.analysis.tongues import ENGLISH, FRENCH, GERMAN, SPANISH, Tongue


def heard(text: str, tongue: Tongue = ENGLISH) -> Heard:
    lines = [TextLine(number, line) for number, line in enumerate(text.strip().split("\n"), start=1)]
    return listen(lines, marks_of([line.text for line in lines]), tongue)


def said(text: str, tongue: Tongue = ENGLISH) -> list[tuple[str, str]]:
    return [(spoken.text, spoken.speaker.name or spoken.speaker.who) for spoken in heard(text, tongue).spoken]


@pytest.mark.parametrize(
    ("text", "tongue", "expected"),
    [
        ("“Stay,” she said.", ENGLISH, [("Stay,", "she")]),
        ('"Stay." My voice cracks.', ENGLISH, [("Stay.", "I")]),
        ("‘I don’t know,’ said Tom. ‘The dogs’ bowls are empty.’", ENGLISH,
         [("I don’t know,", "Tom"), ("The dogs’ bowls are empty.", "Tom")]),
        ("'I don't know,' I said, 'tis nothing.", ENGLISH, [("I don't know,", "I")]),
        ("„Ich gehe“, sagte Anna. „Jetzt.“", GERMAN, [("Ich gehe", "Anna"), ("Jetzt.", "Anna")]),
        ("»Nein«, sagte er.", GERMAN, [("Nein", "he")]),
        ("« Je pars », dit Marie.", FRENCH, [("Je pars", "Marie")]),
        ("— Non, dit-elle, je pars.\n— Pourquoi ? demandai-je.", FRENCH,
         [("Non, je pars.", "she"), ("Pourquoi ?", "I")]),
        ("—No —dijo ella—. Me voy.\n—¿Por qué? —le dije.", SPANISH,
         [("No", "she"), ("Me voy.", "she"), ("¿Por qué?", "I")]),
        ("「行かないで」と彼女は言った。", ENGLISH, [("行かないで", "")]),
    ],
)  # fmt: skip
def test_every_style_is_heard(text: str, tongue: Tongue, expected: list[tuple[str, str]]) -> None:
    assert said(text, tongue) == expected


def test_a_speech_that_its_tag_breaks_is_one_line() -> None:
    assert said("“I will,” she said, “go home.” He nodded. “Good.”") == [("I will, go home.", "she"), ("Good.", "he")]
    assert [line for line, _ in said("“I am done.” She stood. “I am tired.”")] == ["I am done.", "I am tired."]


def test_a_speech_of_several_paragraphs_is_one_line() -> None:
    assert said("“One.\n“Two.\n“Three,” said Miss Clack.") == [("One. Two. Three,", "Miss Clack")]


def test_a_forgotten_mark_costs_one_line_only() -> None:
    assert said('"I want to leave," she said.\n"No, he said.\nHe left.\n"Stay."') == [
        ("I want to leave,", "she"), ("No,", "he"), ("Stay.", ""),
    ]  # fmt: skip
    assert said('I want to leave," she said.') == [("I want to leave,", "she")]


def test_words_set_apart_are_not_spoken() -> None:
    assert said("The so-called “accident” was over.\nIt was Tom’s ‘house’ of cards, and the dogs’ too.") == []


def test_scripts_and_chats_name_their_speakers() -> None:
    script = "ARES: Stay.\nALANA: No.\n(He turns.)\nARES: (softly) Why?\nALANA: You know why."
    assert said(script) == [("Stay.", "ARES"), ("No.", "ALANA"), ("Why?", "ARES"), ("You know why.", "ALANA")]
    chat = "[12:03] <fox> hey\n[12:04] <🌙> what\n[12:04] <fox> i am leaving\n[12:05] <🌙> no"
    assert [who for _, who in said(chat)] == ["fox", "🌙", "fox", "🌙"]
    assert said("Note: the sea was calm.\nWarning: it was not.") == []
