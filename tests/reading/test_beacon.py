"""The beacon, through the front and through the API: the same definition on both ways."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from inkstead.accounts.models import Role
from inkstead.reading import beacon, counting
from inkstead.reading.models import Arrival, Read
from inkstead.stories import actions
from inkstead.stories.models import PartCounts, State, Visibility
from inkstead.web.addresses import is_trusted
from tests.factories import make_token, make_user
from tests.through_front import Answer, FrontClient
from tests.world import World

READ = {"reached": 0.5, "seconds": 20}


def tell(front: FrontClient, world: World, told: Any = None, part: int = 0, **more: Any) -> Answer:
    return front.send("POST", f"/api/v1/parts/{part or world.part.pk}/reads", READ if told is None else told, **more)


def reads() -> list[str]:
    counting.buffer.flush()
    return sorted(Read.objects.values_list("reader", flat=True))


def test_a_guest_is_counted_once_a_day(world: World, front: FrontClient) -> None:
    for _ in range(3):
        answer = tell(front, world)
        assert (answer.status, answer.json()) == (202, {"accepted": True})
    assert len(reads()) == 1
    tell(front, world)
    assert len(reads()) == 1
    assert PartCounts.objects.get(part=world.part).reads == 1


def test_the_page_shows_it_after_the_flush(world: World, front: FrontClient) -> None:
    path = world.part.get_absolute_url()
    assert 'Reads: </span><data value="0"' in front.get(path).text
    tell(front, world)
    counting.buffer.flush()
    assert 'Reads: </span><data value="1"' in front.get(path).text


def test_an_account_is_one_reader_wherever_it_reads(world: World, front: FrontClient) -> None:
    front.get(world.part.get_absolute_url(), by=world.ben)
    tell(front, world, by=world.ben)
    tell(front, world, by=world.ben, User_Agent="Another phone", REMOTE_ADDR="203.0.113.9")
    token = make_token(world.ben)
    assert tell(front, world, Authorization=f"Bearer {token}").status == 202
    assert reads() == [f"a:{world.ben.pk}"]


@pytest.mark.parametrize("how", ["known to the front", "a first request", "a token"])
def test_authors_and_staff_are_no_readers(world: World, front: FrontClient, how: str) -> None:
    staff = make_user("Mod", role=Role.MODERATOR)
    for person in (world.ana, staff):
        if how == "a token":
            answer = tell(front, world, Authorization=f"Bearer {make_token(person)}")
        else:
            if how == "known to the front":
                front.get(world.part.get_absolute_url(), by=person)
            answer = tell(front, world, by=person)
        assert answer.status == 202
    assert reads() == []


def test_robots_are_no_readers(world: World, front: FrontClient) -> None:
    for agent in ("Googlebot/2.1", "curl/8", ""):
        assert tell(front, world, User_Agent=agent).status == 202
    assert reads() == []


def test_a_glance_is_no_read(world: World, front: FrontClient) -> None:
    assert tell(front, world, {"reached": 0, "seconds": 9}).status == 202
    assert reads() == []


def test_only_published_parts_are_counted(world: World, front: FrontClient) -> None:
    for (visibility, state), part in world.parts.items():
        for by in (None, world.cleo):
            answer = tell(front, world, part=part.pk, by=by)
            open_to_all = state == State.PUBLISHED and visibility in (Visibility.PUBLIC, Visibility.UNLISTED)
            assert answer.status == (202 if open_to_all else 404), (visibility, state, by)
    told = world.parts[Visibility.FOLLOWERS, State.PUBLISHED]
    assert tell(front, world, part=told.pk, by=world.ben).status == 202
    assert len(reads()) == 5


def test_a_withdrawn_part_is_forgotten_at_once(world: World, front: FrontClient) -> None:
    assert tell(front, world).status == 202
    actions.withdraw_part(world.part, by=world.ana)
    assert tell(front, world).status == 404


@pytest.mark.parametrize(
    ("peer", "trusted", "readers"),
    [("10.0.0.1", ["10.0.0.0/8"], 3), ("10.0.0.1", [], 1), ("203.0.113.1", ["10.0.0.0/8"], 1)],
)
def test_forwarded_addresses_count_only_behind_a_trusted_proxy(
    world: World, front: FrontClient, settings: Any, peer: str, trusted: list[str], readers: int
) -> None:
    settings.TRUSTED_PROXIES = trusted
    is_trusted.cache_clear()
    for number in range(3):
        tell(front, world, REMOTE_ADDR=peer, X_Forwarded_For=f"198.51.100.{number}")
    is_trusted.cache_clear()
    assert len(reads()) == readers


def test_front_and_api_know_a_guest_as_the_same_reader(
    world: World, front: FrontClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(front, world)
    monkeypatch.setattr(front.application, "shortcuts", ())
    answer = tell(front, world)
    assert answer.status == 202
    assert len(reads()) == 1


def test_it_tells_the_block_and_where_the_reader_came_from(world: World, front: FrontClient) -> None:
    told = {"reached": 0.5, "seconds": 20, "block": "b-4k2m9x1c", "source": "www.News.example"}
    tell(front, world, told)
    tell(front, world, {**told, "source": "/stories"}, Authorization=f"Bearer {make_token(world.ben)}")
    reads()
    assert set(Read.objects.values_list("block", flat=True)) == {"b-4k2m9x1c"}
    assert set(Arrival.objects.values_list("source", "reads")) == {("news.example", 1), ("/list", 1)}


BAD: list[Any] = [
    [],
    "x",
    7,
    None,
    {"reached": "1"},
    {"reached": -0.1},
    {"reached": 1.1},
    {"reached": float("nan")},
    {"seconds": -1},
    {"seconds": "10"},
    {"reached": True},
    {"reached": 1e400},
    {"reached": 0.5, "block": 7},
    {"reached": 0.5, "block": "b" * 17},
    {"reached": 0.5, "block": "<p>"},
    {"reached": 0.5, "source": ["x"]},
    {"reached": 0.5, "source": "x" * 301},
]


def test_nonsense_is_refused_and_never_counted(world: World, front: FrontClient) -> None:
    for told in BAD:
        answer = front.send("POST", f"/api/v1/parts/{world.part.pk}/reads", told)
        assert answer.status in (202, 400, 422), told
    assert counting.buffer.waiting == 0
    for body in (b"", b"{", b"\xff\xfe", b"[" * 1000, b'{"reached": 0.5}' + b" " * 5000):
        answer = front.ask("POST", f"/api/v1/parts/{world.part.pk}/reads", body=body, Content_Type="application/json")
        assert answer.status < 500, body
    counting.buffer.flush()
    assert all(0 <= reached <= 1 for reached in Read.objects.values_list("reached", flat=True))
    for number in ("0", "-1", "x", "1.5", "9" * 30, "%31", "١"):
        assert front.send("POST", f"/api/v1/parts/{number}/reads", READ).status in (202, 404, 422), number


def test_an_endless_visit_counts_as_a_day(world: World, front: FrontClient) -> None:
    tell(front, world, {"reached": 0.1, "seconds": 10**12})
    counting.buffer.flush()
    assert Read.objects.get().seconds <= 24 * 3600


def test_it_sets_no_cookie_and_is_never_kept(world: World, front: FrontClient) -> None:
    for by, told in product((None, world.ben), (READ, {"reached": 0, "seconds": 0})):
        answer = tell(front, world, told, by=by)
        assert answer.all("Set-Cookie") == []
        assert answer["Cache-Control"] == "private, no-store"


def test_another_site_cannot_tell_reads_in_a_persons_name(world: World, front: FrontClient) -> None:
    front.get(world.part.get_absolute_url(), by=world.ben)
    tell(front, world, by=world.ben, Sec_Fetch_Site="cross-site", Origin="https://elsewhere.example")
    assert f"a:{world.ben.pk}" not in reads()


def test_parts_known_are_bounded(world: World, front: FrontClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beacon, "PARTS_KNOWN", 1)
    for part in (world.part, world.second, world.part):
        tell(front, world, part=part.pk)
    assert len(beacon._parts) == 1
