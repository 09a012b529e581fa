"""Orders of parts and volumes: every change keeps every part, and a volume stays in one piece."""

from __future__ import annotations

from itertools import groupby

from hypothesis import given
from hypothesis import strategies as some

from inkstead.stories import arrangement
from inkstead.stories.arrangement import Place, kept, stood


def order_of(text: str) -> list[Place]:
    """ "1a 2a (3a) 4" is parts 1 and 2 in volume 1, part 3 of it in the bin, part 4 in none."""
    made = []
    for word in text.split():
        bare = word.strip("()")
        number, letter = bare.rstrip("abc"), bare.lstrip("0123456789")
        made.append(Place(int(number), "abc".index(letter) + 1 if letter else None, word.startswith("(")))
    return made


def told(order: list[Place]) -> str:
    return " ".join(
        f"({place.part}{'abc'[place.volume - 1] if place.volume else ''})".strip("" if place.binned else "()")
        for place in order
    )


def test_a_part_dropped_into_a_volume_joins_it() -> None:
    assert told(arrangement.put(order_of("1a 2a 3b 4b 5"), {5}, 1, 1)) == "1a 5a 2a 3b 4b"
    assert told(arrangement.put(order_of("1a 2a 3b"), {1, 3}, 99, None)) == "2a 1 3"


def test_steps_lead_into_the_next_volume_at_the_edge_of_one() -> None:
    order = order_of("1a 2a 3b 4b")
    assert told(arrangement.stepped(order, 3, -1)) == "1a 2a 3a 4b"
    assert told(arrangement.stepped(order, 2, +1)) == "1a 2b 3b 4b"
    assert told(arrangement.stepped(order, 1, +1)) == "2a 1a 3b 4b"
    assert told(arrangement.stepped(order, 1, -1)) == "1a 2a 3b 4b"
    assert told(arrangement.stepped(order, 4, +1)) == "1a 2a 3b 4b"


def test_several_parts_go_to_the_end_of_a_volume_or_of_the_story() -> None:
    order = order_of("1 2a 3 4b 5")
    assert told(arrangement.into_volume(order, {5, 1}, 1)) == "2a 1a 5a 3 4b"
    assert told(arrangement.into_volume(order, {1, 4}, 3)) == "2a 3 5 1c 4c"


def test_a_part_taken_out_of_a_volume_stands_behind_it() -> None:
    assert told(arrangement.out_of_volumes(order_of("1a 2a 3a 4b 5"), {1, 4, 5})) == "2a 3a 1 4 5"


def test_a_typed_place_never_splits_a_volume() -> None:
    order = order_of("1a 2a 3b 4b 5")
    assert told(arrangement.numbered(order, 5, 1)) == "1a 5a 2a 3b 4b"
    assert told(arrangement.numbered(order, 3, 2)) == "1a 2a 3b 4b 5"
    assert told(arrangement.numbered(order, 2, 2)) == "1a 3b 2b 4b 5"
    assert told(arrangement.numbered(order, 1, 99)) == "2a 3b 4b 5 1"


def test_a_volume_moves_whole_and_in_one_piece_afterwards() -> None:
    assert told(arrangement.volume_stepped(order_of("1a 2a 3b 4b"), 2, -1)) == "3b 4b 1a 2a"
    assert told(arrangement.volume_stepped(order_of("1a 2 3b"), 1, +1)) == "2 1a 3b"
    assert told(arrangement.volume_stepped(order_of("1a 2b 3a 4b"), 1, +1)) == "2b 1a 3a 4b"
    assert told(arrangement.volume_stepped(order_of("1a 2b"), 1, -1)) == "1a 2b"


def test_what_lies_in_the_bin_stays_behind_what_it_followed() -> None:
    order = order_of("1 2 (3) 4")
    assert told(arrangement.put(order, {4}, 0, None)) == "4 1 2 (3)"
    assert told(arrangement.put(order, {2}, 9, None)) == "1 (3) 4 2"


places = some.lists(some.tuples(some.sampled_from([None, 1, 2, 3]), some.booleans()), min_size=1, max_size=9).map(
    lambda rows: [Place(number, volume, binned) for number, (volume, binned) in enumerate(rows, 1)]
)


def pieces(order: list[Place], volume: int) -> int:
    return sum(name == volume for name, _ in groupby(kept(order), key=lambda place: place.volume))


@given(places, some.integers(0, 12), some.data())
def test_no_change_loses_a_part_and_each_can_be_taken_back(
    order: list[Place], index: int, data: some.DataObject
) -> None:
    here = kept(order)
    ids = set(data.draw(some.sets(some.sampled_from([place.part for place in here])))) if here else set()
    volume = data.draw(some.sampled_from([1, 2, 3]))
    before = stood(order, ids)
    for made in (
        arrangement.put(order, ids, index, volume),
        arrangement.into_volume(order, ids, volume),
        arrangement.out_of_volumes(order, ids),
    ):
        assert {(place.part, place.binned) for place in made} == {(place.part, place.binned) for place in order}
        back = arrangement.put_back(made, before)
        assert kept(back) == kept(order)
        assert arrangement.put_back(back, before) == back


@given(places, some.data())
def test_no_step_splits_a_volume(order: list[Place], data: some.DataObject) -> None:
    if not kept(order):
        return
    part = data.draw(some.sampled_from([place.part for place in kept(order)]))
    for made in (
        arrangement.stepped(order, part, data.draw(some.sampled_from([-1, 1]))),
        arrangement.numbered(order, part, data.draw(some.integers(0, 9))),
    ):
        assert {place.part for place in made} == {place.part for place in order}
        for volume in (1, 2, 3):
            assert pieces(made, volume) <= max(1, pieces(order, volume) + (volume == 0))
