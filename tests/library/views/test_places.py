from __future__ import annotations

from inkstead.library.actions import keep_place
from inkstead.library.models import Place
from tests.conftest import ClientOf
from tests.world import World


def test_the_library_is_ones_own(world: World, client_of: ClientOf) -> None:
    keep_place(world.second, block="b7", reached=0.42, by=world.ben)
    page = client_of(world.ben).get("/library/")
    assert page["Cache-Control"] == "private, no-store"
    assert f"{world.second.get_absolute_url()}#b7" in page.content.decode()
    assert "Find a story" in client_of(world.cleo).get("/library/").content.decode()
    assert client_of(None).get("/library/")["Location"] == "/me/login/?next=/library/"


def test_forgetting_asks_who_you_are_and_takes_only_yours(world: World, client_of: ClientOf) -> None:
    keep_place(world.part, block="", reached=0.5, by=world.ben)
    path = f"/library/{world.story.pk}/forget/"
    assert client_of(None).post(path)["Location"].startswith("/me/login/")
    assert client_of(world.cleo).post(path)["Location"] == "/library/"
    assert client_of(world.ben).get(path).status_code == 405
    assert Place.objects.count() == 1
    assert client_of(world.ben).post(path)["Location"] == "/library/"
    assert Place.objects.count() == 0
