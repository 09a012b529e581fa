"""Figures for programs: those of the people who write a story, and nobody else's."""

from __future__ import annotations

import pytest

from inkstead.accounts.models import User
from tests.factories import make_token
from tests.readership.conftest import Told, told  # noqa: F401 - a fixture
from tests.through_front import FrontClient
from tests.world import World


def ask(front: FrontClient, path: str, by: User | None) -> object:
    headers = {"Authorization": f"Bearer {make_token(by)}"} if by else {}
    return front.get(f"/api/v1{path}", **headers)


def test_a_storys_figures(world: World, front: FrontClient, told: Told) -> None:  # noqa: F811
    told(world.part, "a:7", "a:8", "g:1", source="news.example")
    told(world.second, "a:7")
    found = ask(front, f"/stories/{world.story.pk}/figures?days=7", world.ana).json()  # type: ignore[attr-defined]
    today = found["days"][-1]
    assert (today["reads"], today["readers"], today["votes"], today["comments"]) == (4, 3, 1, 1)
    assert [(one["part"], one["reads"], one["people"], one["percent_from_previous"]) for one in found["parts"][:2]] == [
        (world.part.pk, 3, 2, None),
        (world.second.pk, 1, 1, 50),
    ]
    assert found["sources"] == [{"source": "news.example", "reads": 3}, {"source": "", "reads": 1}]
    assert found["people"] == 2
    part = ask(front, f"/parts/{world.part.pk}/figures", world.ana).json()  # type: ignore[attr-defined]
    assert (part["reads"], part["finished"], part["blocks"][0]["reached"], part["blocks"][-1]["stopped"]) == (
        3,
        3,
        3,
        3,
    )


@pytest.mark.parametrize("path", ["/stories/{story}/figures", "/parts/{part}/figures"])
def test_only_for_those_who_write(world: World, front: FrontClient, path: str) -> None:
    path = path.format(story=world.story.pk, part=world.part.pk)
    asked = {name: ask(front, path, by).status for name, by in {"ana": world.ana, "ben": world.ben, "-": None}.items()}  # type: ignore[attr-defined]
    assert asked == {"ana": 200, "ben": 404, "-": 401}
    assert ask(front, f"{path}?days=12", world.ana).status == 422  # type: ignore[attr-defined]
