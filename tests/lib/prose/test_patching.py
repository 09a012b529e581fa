from __future__ import annotations

import random

import pytest

from inkstead.lib.prose import join_blocks, read_prose
from inkstead.lib.prose.patching import MOST_CHANGES, Change, patch
from inkstead.lib.prose.stored import stored_elements, stored_prose
from inkstead.lib.refusals import Refused

BASE = read_prose(
    "<h2>One</h2><p>The lamp &lt;went&gt; out.</p><pre>a\n&lt;p id='b-00000000'&gt;</pre><hr>"
    "<blockquote><p>A</p><p>B</p></blockquote><ul><li>x</li><li>y</li></ul><p>End.</p>",
    "html",
)
IDS = [block.id for block in BASE.blocks]


def said(block_id: str, text: str) -> str:
    return f'<p id="{block_id}">{text}</p>'


def test_what_is_not_spoken_of_stays_as_it_is() -> None:
    patched = patch(BASE.html, [Change(IDS[0], [IDS[1]], [said(IDS[1], "The lamp came back.")])])
    expected = BASE.html.replace("The lamp &lt;went&gt; out.", "The lamp came back.")
    assert (patched.html, patched.ids, patched.words_more) == (expected, [[IDS[1]]], 0)


def test_blocks_are_put_in_taken_out_and_moved_in_the_order_of_the_changes() -> None:
    first, second = "b-aaaaaaaa", "b-bbbbbbbb"
    patched = patch(
        BASE.html,
        [
            Change("", [], [said(first, "Before all.")]),
            Change(first, [IDS[0], IDS[1]], [said(second, "Then this.")]),
            Change(IDS[-1], [second], [said(second, "Moved.")]),
        ],
    )
    assert list(stored_elements(patched.html)) == [first, *IDS[2:], second]


def test_only_well_formed_new_and_unique_ids_are_kept() -> None:
    given = [said("b-aaaaaaaa", "a"), said("b-aaaaaaaa", "b"), said(IDS[0], "c"), said("evil", "d"), "<p>e</p>"]
    (ids,) = patch(BASE.html, [Change(IDS[-1], [], given)]).ids
    assert ids[0] == "b-aaaaaaaa"
    assert len({*ids, *IDS}) == len(ids) + len(IDS)


def test_what_is_put_in_is_sanitised_and_cannot_reach_its_neighbours() -> None:
    patched = patch(
        BASE.html, [Change(IDS[-1], [], ["<p>open <b>bold", "<script>alert(1)</script><p onclick=x>y</p>"])]
    )
    assert patched.html.endswith("</strong></p>\n" + patched.html.splitlines()[-1])
    assert "script" not in patched.html
    assert "onclick" not in patched.html


def test_spaces_inside_lines_are_kept() -> None:
    assert "two  spaces" in patch(BASE.html, [Change("", [], ["<p>two  spaces</p>"])]).html


@pytest.mark.parametrize("change", [Change("b-zzzzzzzz"), Change("", ["b-zzzzzzzz"]), Change(IDS[0], ["nothing"])])
def test_blocks_that_are_not_there_are_refused_by_a_code_that_says_so(change: Change) -> None:
    with pytest.raises(Refused, match="Send the whole text") as refused:
        patch(BASE.html, [change])
    assert refused.value.code == "unknown_blocks"


def test_too_much_is_refused() -> None:
    with pytest.raises(Refused, match="a part may have"):
        patch(BASE.html, [Change("", [], ["<p>" + "word " * 240_000 + "</p>"])])
    with pytest.raises(Refused, match="changes at once"):
        patch(BASE.html, [Change("")] * (MOST_CHANGES + 1))


def test_the_figures_are_those_of_reading_it_all() -> None:
    pick = random.Random(3)
    html, words = BASE.html, BASE.words
    for _ in range(200):
        ids = list(stored_elements(html))
        gone = pick.sample(ids, k=min(len(ids), pick.choice([0, 0, 1, 2])))
        fresh = [
            "<hr>" if pick.random() < 0.2 else f"<p>{'word ' * pick.randrange(5)}x</p>"
            for _ in range(pick.randrange(3))
        ]
        patched = patch(html, [Change(pick.choice(["", *ids]), gone, fresh)])
        html, words = patched.html, words + patched.words_more
        whole = stored_prose(html)
        assert (words, patched.scenes, html) == (whole.words, len(whole.scenes), join_blocks(whole.blocks))
        assert read_prose(html, "editor", whole.blocks).html == html
