"""The first slot is meant on the clock of whoever adds it, whatever the plan was begun with."""

from __future__ import annotations

from datetime import time

from inkstead.serial import actions
from inkstead.serial.models import Plan
from tests.world import World


def test_the_first_slot_takes_the_zone_of_its_writer(world: World) -> None:
    Plan.objects.create(story=world.story, zone="UTC")
    world.ana.zone = "America/New_York"
    actions.add_slots(world.story, weekdays=[0], at=time(18), by=world.ana)
    assert Plan.objects.get(story=world.story).zone == "America/New_York"
    world.ana.zone = "Europe/Berlin"
    actions.add_slots(world.story, weekdays=[3], at=time(18), by=world.ana)
    assert Plan.objects.get(story=world.story).zone == "America/New_York"
