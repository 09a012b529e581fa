"""Hiding from a list: what is sent, and where one comes back to."""

from __future__ import annotations

import pytest

from inkstead.library.models import Hide
from tests.conftest import ClientOf
from tests.world import World


@pytest.mark.parametrize("kind", ["story", "writer", "tag", "nonsense"])
@pytest.mark.parametrize("typed", ["0" * 30 + "9" * 5000, "9" * 30, "-1", "1e3", "", "٣"])
def test_an_invented_number_is_not_found(world: World, client_of: ClientOf, kind: str, typed: str) -> None:
    answer = client_of(world.ben).post("/me/hidden/add/", {"kind": kind, "id": typed})
    assert answer.status_code == 404
    assert not Hide.objects.exists()


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://testserver/search/?q=lamp&after=x", "/search/?q=lamp&after=x"),
        ("http://elsewhere.example/search/", "/"),
        ("http://testserver//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_one_comes_back_to_the_list(world: World, client_of: ClientOf, came_from: str, back: str) -> None:
    client = client_of(world.ben)
    page = client.get(f"/me/hidden/story/{world.story.pk}/", headers={"referer": came_from})
    answer = client.post("/me/hidden/add/", {"kind": "story", "id": str(world.story.pk), "next": page.context["back"]})
    assert answer["Location"] == back


def test_nobody_is_sent_elsewhere(world: World, client_of: ClientOf) -> None:
    sent = {"kind": "story", "id": str(world.story.pk), "next": "https://elsewhere.example/"}
    assert client_of(world.ben).post("/me/hidden/add/", sent)["Location"] == "/"
