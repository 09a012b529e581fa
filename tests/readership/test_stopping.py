"""Where readers stop, paragraph by paragraph, also after the text has changed."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from inkstead.readership.queries import block_stops
from inkstead.readership.stopping import drops, where_readers_stop
from inkstead.readership.stops import BLOCKS_OF_A_DAY, gathered, merged, read_stops, write_stops
from inkstead.stories import actions
from inkstead.stories.models import Part
from tests.factories import make_part, make_story
from tests.readership.conftest import Told
from tests.world import World

PARAGRAPHS = ["One night.", "Two lamps lit.", "Three boats came in.", "Four bells rang out.", "Five were gone by then."]


def part_of(world: World, paragraphs: list[str]) -> Part:
    return make_part(make_story(world.ana), text="\n\n".join(paragraphs))


def test_each_paragraph_knows_who_is_still_there(world: World, told: Told) -> None:
    part = part_of(world, PARAGRAPHS)
    ids = [one.id for one in block_stops(part)]
    told(part, "g:1", "g:2", block=ids[1], reached=0.3)
    told(part, "g:3", block=ids[4])
    told(part, "g:1", block=ids[4], ago=1)
    found = block_stops(part)
    assert [(one.reached, one.stopped) for one in found] == [(4, 0), (4, 2), (2, 0), (2, 0), (2, 2)]
    assert [one.words for one in drops(found)] == ["Two lamps lit."]


def test_reads_without_a_paragraph_are_placed_by_their_share(world: World, told: Told) -> None:
    part = part_of(world, PARAGRAPHS)
    told(part, "g:1", reached=0.05)
    told(part, "g:2", reached=1.0)
    assert [one.stopped for one in block_stops(part)] == [1, 0, 0, 0, 1]


def test_a_gone_paragraph_leaves_its_readers_to_its_neighbour(world: World, told: Told) -> None:
    part = part_of(world, PARAGRAPHS)
    ids = [one.id for one in block_stops(part)]
    told(part, "g:1", "g:2", block=ids[2], reached=0.5)
    kept = [text for text in PARAGRAPHS if not text.startswith("Three")]
    actions.revise_part(part, text="\n\n".join(kept), format="text", by=world.ana)
    part = Part.objects.select_related("live").get(pk=part.pk)
    found = block_stops(part)
    assert {one.id for one in found} < set(ids)
    assert [(one.words, one.stopped) for one in found if one.stopped] == [("Two lamps lit.", 2)]


def test_a_paragraph_that_never_was_is_placed_by_its_share(world: World, told: Told) -> None:
    part = part_of(world, PARAGRAPHS)
    told(part, "g:1", block="b-forged00", reached=0.99)
    assert [one.stopped for one in block_stops(part)] == [0, 0, 0, 0, 1]


def test_a_draft_has_nothing_to_show_them_on(world: World) -> None:
    assert where_readers_stop(world.draft, {"b-1": (3, 100)}) == []


@given(st.lists(st.tuples(st.sampled_from(["", "b-1", "b-2"]), st.integers(1, 9), st.floats(0, 1)), max_size=8))
def test_no_read_is_lost_on_the_way_to_a_row_and_back(told: list[tuple[str, int, float]]) -> None:
    stops = gathered((block, reads, reads * share) for block, reads, share in told)
    assert read_stops(write_stops(stops)) == stops
    twice = merged([stops, stops])
    assert sum(reads for reads, _ in twice.values()) == 2 * sum(reads for _, reads, _ in told)


def test_forged_paragraphs_do_not_make_a_row_grow() -> None:
    dice = random.Random(3)
    stops = gathered([("b-real", 500, 250.0), *((f"b-{n}", 1, dice.random()) for n in range(20_000))])
    assert len(stops) <= BLOCKS_OF_A_DAY + 21
    assert stops["b-real"] == (500, 25_000)
    assert sum(reads for reads, _ in stops.values()) == 20_500
    assert len(write_stops(stops)) < 10_000
