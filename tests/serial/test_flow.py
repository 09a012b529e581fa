from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from inkstead.serial.flow import InQueue, Turn, Unpublished, flow, free, in_story_order, joined, overtaken
from inkstead.serial.slots import SlotMoment

MONDAY = datetime(2026, 1, 5, 18, tzinfo=UTC)
WEEK = timedelta(days=7)


def mondays() -> Iterator[SlotMoment]:
    at = MONDAY
    while True:
        yield SlotMoment(at, at.replace(tzinfo=None))
        at += WEEK


def queued(*positions: int, ahead: tuple[int, ...] = ()) -> list[InQueue]:
    return [InQueue(n, (n, n), n in ahead) for n in positions]


def weeks(turns: list[Turn]) -> list[int | None]:
    return [(turn.slot.at - MONDAY) // WEEK if turn.slot else None for turn in turns]


def test_each_part_takes_the_next_slot() -> None:
    assert weeks(flow(queued(1, 2, 3), [], mondays())) == [0, 1, 2]


def test_a_slot_that_another_part_has_is_not_given_out() -> None:
    assert weeks(flow(queued(1, 2), [], free(mondays(), {MONDAY}))) == [1, 2]


def test_nobody_overtakes_a_part_with_a_date() -> None:
    dated = Unpublished(2, (2, 2), MONDAY + timedelta(days=10))
    assert weeks(flow(queued(1, 3, 4), [dated], mondays())) == [0, 2, 3]


def test_a_draft_holds_up_what_comes_after_it_but_not_what_was_put_ahead() -> None:
    draft = Unpublished(2, (2, 2))
    turns = flow(queued(1, 3, 4, 5, ahead=(4,)), [draft], mondays())
    assert (weeks(turns), [turn.waits_for for turn in turns]) == ([0, None, 1, None], [None, 2, None, 2])


def test_without_slots_all_wait_for_nothing_but_a_slot() -> None:
    assert flow(queued(1, 2), [], iter(())) == [Turn(1), Turn(2)]


def test_a_part_put_before_its_predecessor_by_hand_goes_first() -> None:
    assert weeks(flow(queued(3, 1, 2, ahead=(3,)), [], mondays())) == [0, 1, 2]
    assert weeks(flow(queued(3, 1, 2), [], mondays())) == [None, 0, 1]  # the control: nobody said so


def test_new_parts_join_where_the_story_has_them() -> None:
    orders = [entry.part_id for entry in joined(queued(2, 5, 6), queued(7, 1, 4))]
    assert orders == [1, 2, 4, 5, 6, 7]


def test_a_new_part_never_joins_before_one_that_comes_first() -> None:
    assert [entry.part_id for entry in joined(queued(9, 6, 7, ahead=(9,)), queued(8))] == [9, 6, 7, 8]


def test_a_reordered_story_reorders_its_queue_but_for_those_put_ahead() -> None:
    assert [entry.part_id for entry in in_story_order(queued(9, 7, 6, ahead=(9,)))] == [9, 6, 7]


def test_overtaking_is_noticed_and_named() -> None:
    assert overtaken(queued(1, 3, 2)) == (3, 2)
    assert overtaken(queued(3, 1, 2, ahead=(3,))) is None


PARTS = st.lists(st.tuples(st.booleans(), st.booleans(), st.none() | st.integers(0, 60)), max_size=25)


@given(PARTS, st.randoms(use_true_random=False))
def test_no_part_gets_a_time_before_one_that_comes_first_unless_it_was_put_ahead(
    told: list[tuple[bool, bool, int | None]], dice: object
) -> None:
    queue = [InQueue(n, (n, n), ahead) for n, (inside, ahead, _) in enumerate(told) if inside]
    dice.shuffle(queue)  # type: ignore[attr-defined]
    beside = [
        Unpublished(n, (n, n), None if days is None else MONDAY + timedelta(days=days))
        for n, (inside, _, days) in enumerate(told)
        if not inside
    ]
    turns = flow(queue, beside, free(mondays(), {other.due for other in beside}))
    times = {turn.part_id: turn.slot.at if turn.slot else None for turn in turns}
    given_out = [at for at in times.values() if at]
    assert given_out == sorted(set(given_out))
    assert not {other.due for other in beside} & set(given_out)
    due = times | {other.part_id: other.due for other in beside}
    for entry in queue:
        at = times[entry.part_id]
        if at is not None and not entry.ahead:
            assert all((before := due[pk]) is not None and before < at for pk in due if pk < entry.part_id)
