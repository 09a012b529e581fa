from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from inkstead.lib.refusals import Refused
from inkstead.library import actions
from inkstead.library.models import HistoryEntry, Place, ReadMark
from inkstead.library.queries import history_page
from inkstead.stories.actions import withdraw_part
from tests.world import World


def titles(world: World, q: str = "") -> list[str]:
    return [line.part_title for line in history_page(world.ben, q=q).lines]


def test_what_is_read_is_written_down_once_newest_first(world: World) -> None:
    now = timezone.now()
    for part, ago in ((world.part, 50), (world.second, 40), (world.part, 5)):
        actions.keep_place(part, block="", reached=0.5, by=world.ben, at=now - timedelta(minutes=ago))
    assert titles(world) == [world.part.title, world.second.title]
    first = HistoryEntry.objects.get(part=world.part)
    assert (first.first_at, first.at) == (now - timedelta(minutes=50), now - timedelta(minutes=5))
    assert list(history_page(world.cleo).lines) == []


def test_a_paused_history_writes_nothing_down_and_places_are_kept(world: World) -> None:
    actions.pause_history(by=world.ben)
    actions.pause_history(by=world.ben)
    actions.keep_place(world.part, block="b1", reached=0.5, by=world.ben)
    assert (HistoryEntry.objects.count(), Place.objects.count()) == (0, 1)
    actions.go_on_with_history(by=world.ben)
    actions.keep_place(world.part, block="b1", reached=0.6, by=world.ben)
    assert titles(world) == [world.part.title]


def test_forgetting_takes_ticks_and_places_of_ones_own(world: World) -> None:
    for reader in (world.ben, world.cleo):
        for part in (world.part, world.second):
            actions.keep_place(part, block="", reached=1.0, by=reader)
    actions.forget_part(world.second.pk, by=world.ben)
    left = [set(rows.objects.values_list("user", "part")) for rows in (HistoryEntry, ReadMark)]
    cleos = {(world.cleo.pk, world.part.pk), (world.cleo.pk, world.second.pk)}
    assert left == [{(world.ben.pk, world.part.pk), *cleos}] * 2
    actions.forget_history(by=world.ben)
    left = [set(rows.objects.values_list("user", "part")) for rows in (HistoryEntry, ReadMark)]
    assert left == [cleos] * 2
    assert set(Place.objects.values_list("user", flat=True)) == {world.cleo.pk}


def test_a_history_is_searched_by_part_story_and_writer(world: World) -> None:
    for part in (world.part, world.second):
        actions.keep_place(part, block="", reached=0.2, by=world.ben)
    assert titles(world, "second NIGHT") == [world.second.title]
    assert len(titles(world, "lighthouse")) == 2
    assert len(titles(world, "ana")) == 2
    assert titles(world, "nothing") == []


def test_what_may_not_be_seen_any_more_is_left_out(world: World) -> None:
    actions.keep_place(world.second, block="", reached=0.2, by=world.ben)
    withdraw_part(world.second, by=world.ana)
    assert titles(world) == []


def test_a_history_is_told_in_pages(world: World) -> None:
    for part in (world.part, world.second):
        actions.keep_place(part, block="", reached=0.2, by=world.ben)
    first = history_page(world.ben, size=1)
    second = history_page(world.ben, size=1, cursor=first.next)
    assert [line.part_title for line in (*first.lines, *second.lines)] == titles(world)
    assert second.next == ""
    with pytest.raises(Refused):
        history_page(world.ben, cursor="forged")
