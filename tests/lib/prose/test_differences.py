from __future__ import annotations

import re
import time

from inkstead.lib.prose import Block, read_prose
from inkstead.lib.prose.differences import Marker, Row, align


def blocks(*texts: str, ids: str = "abcdefgh") -> list[Block]:
    html = "".join(f'<p id="b-{name * 8}">{text}</p>' for name, text in zip(ids, texts, strict=False))
    return list(read_prose(html, "editor").blocks)


def seen(rows: list[Row]) -> list[tuple[str, str]]:
    return [(row.before.text if row.before else "", row.after.text if row.after else "") for row in rows]


def test_blocks_stand_beside_each_other_by_their_ids() -> None:
    rows = align(blocks("One.", "Two.", "Three.", ids="abc"), blocks("One!", "New.", "Three.", ids="axc"))
    assert seen(rows) == [("One.", "One!"), ("Two.", ""), ("", "New."), ("Three.", "Three.")]
    assert [row.is_same for row in rows] == [False, False, False, True]


def test_a_moved_block_is_seen_at_both_places() -> None:
    rows = align(blocks("A", "B", "C", ids="abc"), blocks("B", "C", "A", ids="bca"))
    assert seen(rows) == [("A", ""), ("B", "B"), ("C", "C"), ("", "A")]


def test_words_are_marked_and_emphasis_stays_whole() -> None:
    before, after = blocks("The <em>old lamp</em> went out."), blocks("The <em>new lamp</em> went out again.")
    assert Marker().mark(Row(before[0], after[0])) == (
        "<p>The <em><del>old</del> lamp</em> went out.</p>",
        "<p>The <em><ins>new</ins> lamp</em> went out<ins> again</ins>.</p>",
    )


def test_words_are_those_of_every_script() -> None:
    before, after = blocks("नमस्ते दुनिया", "灯が消えた"), blocks("नमस्ते मित्र", "灯が戻った")
    assert Marker().mark(Row(before[0], after[0]))[1] == "<p>नमस्ते <ins>मित्र</ins></p>"
    assert Marker().mark(Row(before[1], after[1]))[1] == "<p>灯が<ins>戻っ</ins>た</p>"


def test_without_the_marks_both_sides_are_what_they_were() -> None:
    before, after = (
        blocks("A &lt; b, said <strong>she</strong>."),
        blocks("Ä &amp; b… said <em>he</em>, <br>no."),
    )
    for side, block in zip(Marker().mark(Row(before[0], after[0])), (before[0], after[0]), strict=True):
        assert re.sub(r"</?(ins|del)>", "", side) == block.html.replace(f' id="{block.id}"', "")


def test_a_long_text_that_was_written_anew_takes_no_time() -> None:
    many = [f"word{n % 97}" for n in range(20_000)]
    before, after = blocks(" ".join(many)), blocks(" ".join(reversed(many)))
    begun = time.process_time()
    marked = Marker().mark(Row(before[0], after[0]))[1]
    assert time.process_time() - begun < 1
    assert marked.count("<ins>") == 1
