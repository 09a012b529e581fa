"""The page that started it all, and everything that must not confuse the reading."""

from __future__ import annotations

from inkstead.lib.prose import read_prose
from inkstead.lib.prose.manuscript import read_manuscript, read_part
from inkstead.operations.demo.shelf import demo_stories
from inkstead.perspectives.analysis import Corrections, Memory, PartText, join_parts, read_features, read_story
from tests.perspectives.stories import HERS, HIS, OTHER
from tests.perspectives.texts import read
from tests.shared_data import shared_file


def reference() -> list[PartText]:
    path = shared_file("part-alana.txt")
    parts = read_manuscript(path.name, path.read_bytes()).parts
    return [PartText(part.title, read_part(part).blocks, key="31") for part in parts]


def test_the_reference_page_is_one_conversation_told_twice() -> None:
    seen = read_story(reference())

    assert [scene.paragraphs for scene in seen.scenes] == [30, 8, 11]
    assert [scene.narrator and scene.narrator.name for scene in seen.scenes] == ["Alana", "Ares", "Ares"]
    assert all(scene.narrator and scene.narrator.evidence for scene in seen.scenes)
    assert [(scene.person, scene.tense) for scene in seen.scenes] == [("first", "present")] * 3
    (told,) = seen.retellings
    assert (told.scenes, told.by, len(told.lines)) == ((1, 2), "lines", 8)
    assert [(line.a.text, line.b.text, line.difference) for line in told.lines if not line.same] == [
        ("You cant.", "You can't.", "spelling")
    ]
    assert [(echo.scene, echo.text, echo.of.scene) for echo in seen.echoes] == [
        (3, "I am alone, I have no one.", 1),
        (3, "I want to leave.", 1),
        (3, "I have feelings for you.", 1),
    ]


def test_what_the_author_says_stands() -> None:
    parts = reference()
    seen = read_story(parts)
    third, pair = seen.scenes[2].key, frozenset(scene.key for scene in seen.scenes[:2])

    again = read_story(parts, Corrections(narrators={third: "Ethan"}, refused=frozenset({pair})))

    narrator = again.scenes[2].narrator
    assert narrator is not None
    assert (narrator.name, narrator.confidence, narrator.evidence[0].kind) == ("Ethan", 1.0, "author")
    assert again.retellings == []


def test_only_the_changed_part_is_read_again() -> None:
    parts = [*reference(), *read("Ana", "“Give me the harbour key now,” I said.\n\nShe shook her head.")]
    kept = [read_features(part) for part in parts]
    edited = read("Ana", "“Give me the harbour key now,” I said.\n\n“You can't leave, Ares,” she said.")

    again = join_parts([*kept[:-1], read_features(edited[0])])

    assert again.as_json() == read_story([*parts[:-1], *edited]).as_json()
    assert again.as_json() != join_parts(kept).as_json()


def test_a_text_without_anything_to_find_finds_nothing() -> None:
    for text in ("", "Rain.", "The rain fell on the harbour all night, and nobody spoke.", "* * *"):
        seen = read_story(read("Rain", text))
        assert (seen.retellings, seen.echoes) == ([], [])


def test_what_pairs_share_is_kept_up_through_edits() -> None:
    """After any edits the memory holds what it would have found anew: the same pairs, and nothing of scenes gone."""
    texts = [read_prose(text, "text").blocks for text in (HERS, HIS, HERS, OTHER, HIS)]
    memory = Memory()
    features = [read_features(PartText(f"Part {number}", text)) for number, text in enumerate(texts)]
    join_parts(features, memory=memory)
    for number, text in ((0, HIS), (3, HERS), (1, OTHER), (0, OTHER), (2, OTHER), (3, OTHER), (4, OTHER)):
        features[number] = read_features(PartText(f"Part {number}", read_prose(text, "text").blocks))
        edited, fresh = join_parts(features, memory=memory), join_parts(features)
        assert edited == fresh
    assert set(memory.scenes) >= {number for pair in memory.worth.of for number in pair}
    assert memory.worth.of == {} or min(memory.worth.of.values()) > 0


def test_titles_that_begin_with_a_name_say_who_tells() -> None:
    """“MIRA: Verbatim”, “TOMA: As I Heard It”: the demo library's story of two, as it is read by everybody's."""
    [kitchen] = [story for story in demo_stories() if story.folder.name == "the-long-quiet-kitchen"]
    seen = read_story([part for told in kitchen.parts for part in read(told.title, told.text)])
    assert {scene.narrator and scene.narrator.name for scene in seen.scenes} == {"Mira", "Toma"}
    [told] = seen.retellings
    assert [seen.scenes[number - 1].narrator.name for number in told.scenes] == ["Mira", "Toma"]  # type: ignore[union-attr]
    assert len(told.lines) >= 17


def test_titles_that_begin_with_a_place_or_a_word_name_nobody() -> None:
    walked = "I went to {0} by train. In {0} it rained all day, and I came back from {0} wet."
    for titles in (("London: May", "Paris: June", "London: July"), ("Summer: One", "Rain: Two", "Summer: Three")):
        parts = [part for title in titles for part in read(title, walked.format(title.partition(":")[0]))]
        assert [scene.narrator for scene in read_story(parts).scenes] == [None] * 3
    alone = [part for title in ("Mira: One", "Mira: Two") for part in read(title, "I met Mira. Mira saw me.")]
    assert [scene.narrator for scene in read_story(alone).scenes] == [None] * 2


def test_the_demo_library_is_told_by_people_and_each_of_them_once() -> None:
    """Signed “Perpetua”, “P. Skerritt”, “P.”; a part called “Gerald” about a storm; an office that answers the phone;
    “W K” cut in stone; a part called “Remarks”."""
    tellers = {}
    for story in demo_stories():
        seen = read_story([part for told in story.parts for part in read(told.title, told.text)])
        tellers[story.folder.name] = {scene.narrator.name for scene in seen.scenes if scene.narrator}
    assert tellers == {
        "ashfall-protocol": {"Kit"},
        "night-shift-at-the-weather-office": set(),
        "salt-road-letters": {"Perpetua Skerritt", "Iwan Laddick", "Keziah Laddick"},
        "small-hours-orchestra": set(),
        "tales-of-the-roof": set(),
        "the-inspector-of-small-bridges": set(),
        "the-long-quiet-kitchen": {"Mira", "Toma"},
    }


def test_a_person_has_one_name_and_a_letter_belongs_to_who_begins_so() -> None:
    signed = ("Ruth Vane", "R. Vane", "Otto Vane", "O. Vane", "R.", "Mr O. Vane", "J. R. Hale", "J.R. Hale", "Q.")
    letters = [part for name in signed for part in read("Letters", f"Dear you,\n\nIt rains here.\n\nYours,\n\n{name}")]
    tellers = [scene.narrator and scene.narrator.name for scene in read_story(letters).scenes]
    ruth, otto = "Ruth Vane", "Otto Vane"
    assert tellers == [ruth, ruth, otto, otto, ruth, otto, "J.R. Hale", "J.R. Hale", "Q"]
