from __future__ import annotations

from urllib.parse import quote

import pytest

from inkstead.accounts.models import User
from inkstead.library import actions
from inkstead.library.models import PenNameFollow, ShelfFollow, TagFollow
from inkstead.stories.actions import follow_story
from inkstead.stories.models import Contributor, Story, StoryFollow, Tag, Visibility
from tests.conftest import ClientOf
from tests.through_front import FrontClient
from tests.world import World


def test_the_button_of_a_writer_turns(world: World, client_of: ClientOf) -> None:
    ben = client_of(world.ben)
    assert ben.post("/by/ana/follow/")["Location"] == "/by/ana/"
    assert PenNameFollow.objects.count() == 1
    assert ben.post("/by/ana/follow/", {"from": "follows"})["Location"] == "/library/follows/"
    assert PenNameFollow.objects.count() == 0
    assert ben.get("/by/ana/follow/").status_code == 405
    assert ben.post("/by/nobody/follow/").status_code == 404


def test_what_one_may_not_see_cannot_be_followed(world: World, client_of: ClientOf) -> None:
    cleo = client_of(world.cleo)
    hidden = actions.make_shelf(title="Salt", by=world.ana)
    Tag.objects.create(name="Hidden", slug="hidden")
    for path in (
        f"/story/{world.stories[Visibility.FOLLOWERS].pk}/follow/",
        f"/story/{world.stories[Visibility.PRIVATE].pk}/follow/",
        f"/shelf/{hidden.pk}/follow/",
        "/tag/hidden/follow/",
    ):
        assert cleo.post(path).status_code == 404, path
    rows = (StoryFollow.objects.filter(user=world.cleo), ShelfFollow.objects.all(), TagFollow.objects.all())
    assert [found.count() for found in rows] == [0, 0, 0]


def test_who_follows_what_is_hidden_by_now_can_stop(world: World, client_of: ClientOf) -> None:
    shelf = actions.edit_shelf(actions.make_shelf(title="Salt", by=world.ana), sharing="public", by=world.ana)
    actions.follow_shelf(shelf, by=world.ben)
    actions.edit_shelf(shelf, sharing="private", by=world.ana)
    assert client_of(world.ben).post(f"/shelf/{shelf.pk}/follow/")["Location"] == "/library/follows/"
    assert ShelfFollow.objects.count() == 0
    follow_story(world.story, by=world.ben)
    actions.follow_pen_name(world.ana.pen_name, by=world.ben)  # type: ignore[arg-type]
    Story.objects.filter(pk=world.story.pk).update(visibility=Visibility.PRIVATE)
    Contributor.objects.filter(story=world.story).delete()
    User.objects.filter(pk=world.ana.pk).update(is_active=False)
    for path in (f"/story/{world.story.pk}/follow/", "/by/ana/follow/"):
        answers = [client_of(world.ben).post(path) for _ in range(2)]
        assert [(answer.status_code, answer.get("Location")) for answer in answers] == [
            (302, "/library/follows/"),
            (404, None),
        ]
    assert (StoryFollow.objects.filter(user=world.ben, story=world.story).count(), PenNameFollow.objects.count()) == (
        0,
        0,
    )


@pytest.mark.parametrize("path", ["/by/ana/", "/tag/sea/"])
def test_a_kept_page_shows_each_reader_their_own_button(world: World, front: FrontClient, path: str) -> None:
    front.get(path)
    assert f"next={quote(path)}" in front.get(path).text
    assert ">Follow</button>" in front.get(path, by=world.ben).text
    if path == "/by/ana/":
        assert world.ana.pen_name is not None
        actions.follow_pen_name(world.ana.pen_name, by=world.ben)
        assert "1 follower<" in front.get(path).text
        assert f'action="{path}follow/"' not in front.get(path, by=world.ana).text
    else:
        actions.follow_tag(Tag.objects.get(slug="sea"), by=world.ben)
        assert ">Following</button>" in front.get("/tag/sea/?after=", by=world.ben).text
    assert ">Following</button>" in front.get(path, by=world.ben).text
    assert ">Follow</button>" in front.get(path, by=world.cleo).text


def test_the_page_of_what_one_follows_is_ones_own(world: World, client_of: ClientOf) -> None:
    assert "For Friends" in client_of(world.ben).get("/library/follows/").content.decode()
    assert "You follow nothing yet" in client_of(world.cleo).get("/library/follows/").content.decode()
    assert client_of(None).get("/library/follows/")["Location"] == "/me/login/?next=/library/follows/"
