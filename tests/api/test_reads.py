from __future__ import annotations

from typing import Any

import pytest

from inkstead.reading import counting
from inkstead.reading.models import Read
from inkstead.stories.models import State, Visibility
from tests.api.calls import Program
from tests.conftest import signed_in
from tests.through_front import BROWSER
from tests.world import World


def readers(world: World) -> set[str]:
    counting.buffer.flush()
    return set(Read.objects.filter(part=world.part).values_list("reader", flat=True))


def test_a_read_is_taken_from_guests_and_accounts_once_a_day(world: World, by_ben: Program, by_guest: Program) -> None:
    path = f"/parts/{world.part.pk}/reads"
    for program in (by_ben, by_guest):
        for _ in range(2):
            told = program.post(path, {"reached": 1, "seconds": 60})
            assert (told.status, told.json) == (202, {"accepted": True})
    assert {reader[:2] for reader in readers(world)} == {"g:", "a:"}
    assert f"a:{world.ben.pk}" in readers(world)
    assert len(readers(world)) == 2


def test_authors_robots_and_glances_do_not_count(world: World, by_ana: Program, by_guest: Program) -> None:
    path, read = f"/parts/{world.part.pk}/reads", {"reached": 1, "seconds": 60}
    assert by_ana.post(path, read).status == 202
    assert by_guest.post(path, read, User_Agent="Somebot/1.0").status == 202
    assert by_guest.post(path, {}).status == 202
    assert readers(world) == set()


def test_reads_of_what_is_hidden_are_not_taken(world: World, by_cleo: Program) -> None:
    open_to_all = {(Visibility.PUBLIC, State.PUBLISHED), (Visibility.UNLISTED, State.PUBLISHED)}
    taken = {key for key, part in world.parts.items() if by_cleo.post(f"/parts/{part.pk}/reads", {}).status == 202}
    assert taken == open_to_all


@pytest.mark.parametrize(
    "body", [{"reached": 2}, {"reached": "1"}, {"seconds": -1}, {"seconds": None}, [], "x", {"reached": True}]
)
def test_what_is_no_read(world: World, by_guest: Program, body: Any) -> None:
    assert by_guest.post(f"/parts/{world.part.pk}/reads", body).status == 422


def test_a_beacon_may_come_as_text_with_more_than_we_ask(world: World, by_guest: Program) -> None:
    raw = b'{"reached": 0.5, "seconds": 3, "version": 2}'
    assert by_guest.post(f"/parts/{world.part.pk}/reads", raw=raw, kind="text/plain").status == 202


def test_a_session_reads_as_itself_only_from_our_own_pages(world: World) -> None:
    client = signed_in(world.ben)
    for site in ("same-origin", "cross-site"):
        client.post(
            f"/api/v1/parts/{world.part.pk}/reads",
            {"reached": 1},
            content_type="application/json",
            headers={"Sec-Fetch-Site": site, "User-Agent": BROWSER},
        )
    assert {reader[:2] for reader in readers(world)} == {"a:", "g:"}
