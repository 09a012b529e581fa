import random
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from inkstead.lib.prose.blocks import Block, split_blocks
from inkstead.lib.prose.identity import assign_ids
from tests.lib.prose.timing import takes_less_than

BEFORE = ["The rain fell on the harbour.", "“Stay,” he said.", "She did not turn around.", "The boat left at nine."]


def blocks(*texts: str) -> list[Block]:
    return split_blocks("\n".join("<hr>" if text == "* * *" else f"<p>{text}</p>" for text in texts))


def kept(new: list[Block], old: list[Block]) -> list[int | None]:
    """For each new block, which of the old ones it is."""
    places = {block.id: at for at, block in enumerate(old)}
    return [places.get(block.id) for block in new]


OLD = assign_ids(blocks(*BEFORE))


def after(*texts: str) -> list[int | None]:
    return kept(assign_ids(blocks(*texts), OLD), OLD)


def test_new_blocks_get_ids_in_the_agreed_form() -> None:
    assert len({block.id for block in OLD}) == 4
    assert all(re.fullmatch(r"b-[0-9a-z]{8}", block.id) and f' id="{block.id}"' in block.html for block in OLD)


def test_unchanged_blocks_keep_their_ids() -> None:
    assert after(*BEFORE) == [0, 1, 2, 3]


def test_an_inserted_and_a_deleted_block_disturb_nobody() -> None:
    assert after(BEFORE[0], "Something entirely new happens.", BEFORE[1], BEFORE[3]) == [0, None, 1, 3]


def test_an_edited_block_keeps_its_id() -> None:
    assert after(BEFORE[0], BEFORE[1], "She didn't turn round.", BEFORE[3]) == [0, 1, 2, 3]


def test_a_rewritten_block_is_a_new_one() -> None:
    assert after(BEFORE[0], BEFORE[1], "Nothing of it remains: 1234567890 xyz.", BEFORE[3]) == [0, 1, None, 3]


def test_a_moved_block_keeps_its_id() -> None:
    assert after(BEFORE[3], BEFORE[0], BEFORE[1], BEFORE[2]) == [3, 0, 1, 2]


def test_a_moved_and_slightly_edited_block_keeps_its_id() -> None:
    assert after("The boat left at nine!", BEFORE[0], BEFORE[1], BEFORE[2]) == [3, 0, 1, 2]


def test_swapped_blocks_keep_their_ids() -> None:
    assert after(BEFORE[1], BEFORE[0], BEFORE[2], BEFORE[3]) == [1, 0, 2, 3]


def test_a_line_said_twice_keeps_two_ids_in_order() -> None:
    old = assign_ids(blocks("No.", "* * *", "Why?", "* * *", "No."))
    new = assign_ids(blocks("No.", "* * *", "Why?", "Well.", "* * *", "No."), old)
    assert kept(new, old) == [0, 1, 2, None, 3, 4]


def test_a_carried_id_wins_over_the_text() -> None:
    new = split_blocks(f'<p id="{OLD[2].id}">Entirely different now.</p>\n<p>{BEFORE[2]} Not yet.</p>')
    assert kept(assign_ids(new, OLD), OLD) == [2, None]


def test_a_carried_id_is_refused_while_its_own_paragraph_stands_there_unchanged() -> None:
    new = split_blocks(f'<p id="{OLD[2].id}">Entirely different now.</p>\n<p>{BEFORE[2]}</p>')
    assert kept(assign_ids(new, OLD), OLD) == [None, 2]


def test_a_paragraph_that_was_moved_and_half_rewritten_is_known_by_its_rare_words() -> None:
    rare = "The apothecary’s ledger named arsenic, antimony and vitriol, but the widow’s signature had faded."
    old = assign_ids(blocks(*[f"{line} {number}" for number in range(6) for line in BEFORE], rare))
    changed = (
        "Nobody in Lisbon believed it: the ledger named arsenic, antimony and vitriol under a name that had faded."
    )
    new = assign_ids(blocks(changed, *[f"{line} {number}" for number in range(6) for line in BEFORE]), old)
    assert kept(new, old) == [24, *range(24)]


def test_a_carried_id_counts_once_and_only_when_known() -> None:
    new = split_blocks(f'<p id="{OLD[0].id}">Aaaa.</p>\n<p id="{OLD[0].id}">Bbbb.</p>\n<p id="b-zzzzzzzz">Cccc.</p>')
    named = assign_ids(new, OLD)
    assert kept(named, OLD) == [0, None, None]
    assert "b-zzzzzzzz" not in {block.id for block in named}


def test_what_the_editor_made_keeps_its_new_id_once() -> None:
    new = split_blocks(f'<p id="b-zzzzzzzz">{BEFORE[1]}</p>\n<p id="b-zzzzzzzz">{BEFORE[2]}</p>\n<p>{BEFORE[3]}</p>')
    named = assign_ids(new, OLD, keep_unknown=True)
    assert [block.id for block in named] == ["b-zzzzzzzz", OLD[2].id, OLD[3].id]


def test_a_split_paragraph_leaves_its_id_with_the_longer_half() -> None:
    old = assign_ids(blocks("The first half is short. The second half of this paragraph is a good deal longer."))
    new = assign_ids(
        blocks("The first half is short.", "The second half of this paragraph is a good deal longer."), old
    )
    assert kept(new, old) == [None, 0]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([*BEFORE, "No.", "* * *", "No!"]), max_size=12), st.randoms(use_true_random=False))
def test_ids_are_unique_and_stable(texts: list[str], chance: random.Random) -> None:
    old = assign_ids(blocks(*texts))
    shuffled = texts[:]
    chance.shuffle(shuffled)
    new = assign_ids(blocks(*shuffled), old)
    assert len({block.id for block in new}) == len(new)
    assert {block.id for block in new} == {block.id for block in old}
    assert assign_ids(new, old) == new


def test_three_hundred_blocks_are_fast_even_when_all_changed() -> None:
    chance = random.Random(1)
    texts = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz     ", k=300)).strip() for _ in range(300)]
    changed = [f"{text} And more." for text in texts]
    chance.shuffle(changed)
    old = assign_ids(blocks(*texts))
    assert set(kept(assign_ids(blocks(*changed), old), old)) == set(range(300))
    assert takes_less_than(0.5, lambda: assign_ids(blocks(*changed), old))


def test_a_part_of_repeated_lines_costs_little() -> None:
    old = assign_ids(blocks(*["Yes." if n % 3 else "No." for n in range(10_000)]))
    new = blocks(*["No." if n % 2 else "Yes." for n in range(10_000)])
    assert takes_less_than(1, lambda: assign_ids(new, old))
