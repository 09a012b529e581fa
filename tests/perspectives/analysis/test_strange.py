"""Texts that a reading must survive, and in which it must not see what is not there."""

from __future__ import annotations

import time

import pytest

from inkstead.perspectives.analysis import Perspectives, read_story
from tests.perspectives.texts import read

REFRAIN = "“Who holds the sickle when the moon is thin?”\n\n“The one that the barley lets in, lets in.”\n\n" * 2
SCRIPT = """ARES: Stay with me until the morning.

ALANA: I have a boat to catch.

ARES: There is always a boat.

ALANA: Not on Sundays.
"""
CHAT = "[12:0%d] ares: stay with me until the morning\n\n[12:0%d] 🌙: i have a boat to catch\n\n"


def found(seen: Perspectives) -> tuple[int, int]:
    return len(seen.retellings), len(seen.echoes)


@pytest.mark.parametrize(
    "text",
    [
        "The sea was flat. The gulls walked on it. Nobody came, and nobody had been asked to.",
        "“One line and no more.”",
        '"Never closed, she said.\n\nClosed twice."" she said.\n\n“Mixed" and „strange” and »odd“.',
        "‘‘‘‘’’’’ '''''' \"\"\"\" ««»»„“",
        "O sea, my sea,\nwhat have you kept?\n\nO sea, my sea,\nwhat have you kept?\n\nThe sea, the sea.",
        "🦊: 🌙?\n\n🌙: 🦊!\n\n🦊: 🌙🌙🌙\n\n🌙: 🦊🦊",
        "“Bonjour,” she said. „Guten Tag“, sagte er. —Hola —dijo Ana. « Salut », dit-il.",
        "ana: ana: ana: ana:\n\nana:\n\n: : :\n\n[] <> ()",
        "\u200b\u2060\ufeff“\u200b”\u00ad",
    ],
)
def test_strange_texts_are_read_and_nothing_is_found(text: str) -> None:
    assert found(read_story(read("Strange", text))) == (0, 0)
    assert found(read_story(read("Strange", f"{text}\n\n* * *\n\nAnd then it was over."))) == (0, 0)


def test_five_thousand_scenes_of_one_line_are_no_trouble() -> None:
    lines = [f"“Say {number} times that the harbour is closed,” I said." for number in range(5000)]
    began = time.process_time()
    seen = read_story(read("Lines", "\n\n* * *\n\n".join(lines)))
    assert len(seen.scenes) == 5000
    assert found(seen) == (0, 0)
    assert time.process_time() - began < 60


@pytest.mark.parametrize("parts", [2, 3, 6, 40])
def test_a_refrain_is_no_retelling(parts: int) -> None:
    texts = [f"They cut field {at}.\n\n{REFRAIN}Then evening came to field {at}." for at in range(parts)]
    assert found(read_story(read("Song", *texts))) == (0, 0)


def test_a_recap_of_the_part_before_is_no_retelling() -> None:
    last = """“You will not find him on the island,” said Bo, and he threw the key over the wall.

“Then I will find the island without him,” said Ida, and she climbed after it in her good shoes."""
    first, second = f"It rained all week.\n\n{last}", f"{last}\n\nThe key was warm when she picked it up."
    assert found(read_story(read("Tide", first, second))) == (0, 0)


def test_a_script_and_a_chat_of_the_same_words_are_one_conversation() -> None:
    chat = "".join(CHAT % (at, at) for at in range(1, 3)) + "[12:05] ares: there is always a boat"
    seen = read_story(read("Boat", SCRIPT, chat))
    assert [told.scenes for told in seen.retellings] == [(1, 2)]
    names = {line.speaker for scene in read_story(read("Boat", SCRIPT), lines=True).scenes for line in scene.lines}
    assert {name.upper() for name in names} == {"ARES", "ALANA"}


def test_two_people_of_one_name_are_kept_apart_by_their_labels() -> None:
    talk = """‘They want men for the north road,’ {0} said.

‘I have yet to meet one who came back, John,’ {1} said.

‘Then I will be the first of them.’"""
    old, young = talk.format("he", "I"), talk.format("I", "he")
    seen = read_story(read("Smithy", f"JOHN\n\n{old}\n\n* * *\n\nYOUNG JOHN\n\n{young}"))
    assert [scene.narrator and scene.narrator.name for scene in seen.scenes] == ["John", "Young John"]


def test_each_scene_is_read_in_its_own_language() -> None:
    english = "“I will not go back to the harbour with you,” said Anna, and she took her coat from the chair."
    german = "„Ich gehe nicht mit dir zum Hafen zurück“, sagte Paul, und er nahm seinen Mantel von dem Stuhl."
    french = "— Je ne retourne pas au port avec toi, dit Marie, et elle prit son manteau sur la chaise."
    seen = read_story(read("Three", "\n\n* * *\n\n".join((english, german, french))), lines=True)
    assert [scene.lines[0].speaker for scene in seen.scenes] == ["Anna", "Paul", "Marie"]


def test_what_differs_between_two_tellings_is_named() -> None:
    hers = """“The boat leaves at nine from the north pier,” I said.

“I never said that I would be on it,” said Tom.

“You did not have to say it, Tom.”

“Then I take it back.”

“Give me the ticket and the lamp,” I said."""
    his = """“The boat leaves at nine from the north pier,” said Ida.

“I never said that I would be on it,” I told her.

“You did not have to say it, Tom.”

“Give me the ticket and the lamp!” she said."""
    (told,) = read_story(read("Pier", hers, his)).retellings
    assert [(line.a.text, line.b.text, line.difference) for line in told.lines if not line.same] == [
        ("Then I take it back.", "", "missing"),
        ("Give me the ticket and the lamp,", "Give me the ticket and the lamp!", "punctuation"),
    ]


HER_FIRE = """Ida

I dropped the lantern on the marble stairs and the glass burst over the landing.

Tom jumped the gap and caught the railing with his left hand.

The burning oil ran down the carpet towards the velvet curtains.

I tore the curtains from their brass rings and threw them through the broken window."""
HIS_FIRE = """Tom

Ida dropped the lantern on the marble stairs and the glass burst over the landing.

I jumped the gap, caught the railing with my left hand.

Burning oil ran down the carpet towards the velvet curtains.

Ida tore the curtains from their brass rings and threw them through the broken window."""


def test_a_moment_without_speech_is_known_by_what_happens() -> None:
    seen = read_story(read("Fire", f"{HER_FIRE}\n\n* * *\n\n{HIS_FIRE}"))
    assert [(told.scenes, told.by) for told in seen.retellings] == [((1, 2), "wording")]
    assert len(seen.retellings[0].lines) >= 3
