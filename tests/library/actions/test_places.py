"""Where a reader is: the newest place wins, and the farthest mark stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from inkstead.lib.prose import split_blocks
from inkstead.library.actions import forget_place, keep_place
from inkstead.library.models import Place, ReadMark
from inkstead.stories.actions import revise_part
from tests.world import World


def test_the_newest_place_wins_whichever_device_sends_it_last(world: World) -> None:
    now = timezone.now()
    keep_place(world.second, block="b2", reached=0.2, by=world.ben, at=now)
    stands = keep_place(world.part, block="b1", reached=0.8, by=world.ben, at=now - timedelta(minutes=5))
    assert (stands.part_id, stands.block, stands.reached, stands.at) == (world.second.pk, "b2", 0.2, now)
    newer = keep_place(world.part, block="b3", reached=0.1, by=world.ben, at=now + timedelta(seconds=1))
    assert (newer.part_id, newer.block) == (world.part.pk, "b3")
    assert Place.objects.count() == 1


def test_a_clock_that_runs_ahead_is_taken_for_now(world: World) -> None:
    ahead = timezone.now() + timedelta(days=300)
    place = keep_place(world.part, block="b1", reached=0.1, by=world.ben, at=ahead)
    assert place.at <= timezone.now() + timedelta(seconds=5)
    later = timezone.now() + timedelta(seconds=4.9)
    Place.objects.update(at=timezone.now())
    assert keep_place(world.second, block="b2", reached=0.1, by=world.ben, at=later).part_id == world.second.pk


def test_a_mark_keeps_the_farthest_also_when_the_place_is_old(world: World) -> None:
    now = timezone.now()
    keep_place(world.part, block="", reached=0.5, by=world.ben, at=now)
    keep_place(world.part, block="", reached=0.2, by=world.ben, at=now + timedelta(seconds=1))
    assert ReadMark.objects.get().reached == 0.5
    keep_place(world.part, block="", reached=0.95, by=world.ben, at=now - timedelta(days=1))
    assert ReadMark.objects.get().reached == 0.95
    assert Place.objects.get().reached == 0.2


@pytest.mark.parametrize(("told", "kept"), [(-1.0, 0.0), (0.3, 0.3), (7.0, 1.0)])
def test_a_share_lies_between_nothing_and_all(world: World, told: float, kept: float) -> None:
    assert keep_place(world.part, block="", reached=told, by=world.ben).reached == kept


def test_forgetting_takes_ones_own_place_only_and_twice_is_harmless(world: World) -> None:
    for person in (world.ben, world.cleo):
        keep_place(world.part, block="", reached=0.5, by=person)
    for _ in range(2):
        forget_place(world.story.pk, by=world.ben)
    assert set(Place.objects.values_list("user", flat=True)) == {world.cleo.pk}
    assert ReadMark.objects.filter(user=world.ben).exists()


def test_a_place_at_a_paragraph_that_is_gone_moves_beside_it_over_many_revisions(world: World) -> None:

    def text(*numbers: int) -> str:
        return "\n\n".join(f"Night {n}, and the {'lamp' * n} burned." for n in numbers)

    part = revise_part(world.part, by=world.ana, text=text(1, 2, 3, 4), format="text")
    blocks = [block.id for block in split_blocks(part.live.html)] if part.live else []
    for reader, block in ((world.ben, blocks[2]), (world.cleo, blocks[0]), (world.ana, blocks[3])):
        keep_place(part, block=block, reached=0.5, by=reader)
    part = revise_part(part, by=world.ana, text=text(1, 2, 4), format="text")
    revise_part(part, by=world.ana, text=text(1, 4), format="text")
    found = [Place.objects.get(user=who).block for who in (world.ben, world.cleo, world.ana)]
    assert found == [blocks[0], blocks[0], blocks[3]]
