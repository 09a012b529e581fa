"""A wall beside each profile, which its owner can close."""

from __future__ import annotations

import pytest

from inkstead.accounts.actions import block_name, unblock_name
from inkstead.accounts.models import User
from inkstead.discussion.actions import decide_wall, take_off_wall, write_on_wall
from inkstead.discussion.models import WallPost
from inkstead.lib.refusals import Refused
from inkstead.library.actions import follow_pen_name, hide
from inkstead.notifications.actions import tell_of_post
from inkstead.notifications.models import Notice
from tests.factories import make_token, make_user
from tests.through_front import FrontClient
from tests.world import World

WALL = "/by/ana/wall/"


def test_who_is_signed_in_writes_and_its_owner_is_told(world: World, front: FrontClient) -> None:
    assert "Sign in" in front.get(WALL).text
    assert front.post(WALL, {"body": "Hello, Ana."}, by=world.ben).status == 302
    post = WallPost.objects.get()
    assert "Hello, Ana." in front.get(WALL).text
    tell_of_post(post.pk)
    assert "wrote on your wall (Ana)" in front.get("/me/notices/", by=world.ana).text
    own = write_on_wall(world.ana.pen_name, body="Mine.", by=world.ana, pen_name=world.ana.pen_name)  # type: ignore[arg-type]
    tell_of_post(own.pk)
    assert Notice.objects.filter(user=world.ana, kind="wall").count() == 1


def test_its_owner_closes_it_to_all_but_followers_or_to_everybody(world: World, front: FrontClient) -> None:
    assert world.ana.pen_name is not None
    assert world.ben.pen_name is not None
    assert front.post(f"{WALL}who/", {"who": "followers"}, by=world.cleo).status == 404
    assert front.post(f"{WALL}who/", {"who": "followers"}, by=world.ana).status == 302
    refused = front.post(WALL, {"body": "Keep <b>this</b>."}, by=world.ben)
    assert (refused.status, "Only followers of Ana" in refused.text) == (422, True)
    follow_pen_name(world.ana.pen_name, by=world.ben)
    assert front.post(WALL, {"body": "Now."}, by=world.ben).status == 302
    decide_wall(world.ana.pen_name, who="nobody", by=world.ana)
    with pytest.raises(Refused, match="The wall of Ana is closed"):
        write_on_wall(world.ana.pen_name, body="x", by=world.ben, pen_name=world.ben.pen_name)
    assert "Now." in front.get(WALL).text  # what stands on it stays
    write_on_wall(world.ana.pen_name, body="x", by=world.ana, pen_name=world.ana.pen_name)
    with pytest.raises(Refused, match="Choose who may write"):
        decide_wall(world.ana.pen_name, who="everyone", by=world.ana)
    with pytest.raises(Refused, match="not yours"):
        decide_wall(world.ana.pen_name, who="nobody", by=world.ben)


def test_it_is_taken_off_by_who_wrote_it_and_whose_wall_it_is(world: World, front: FrontClient) -> None:
    assert world.ana.pen_name is not None
    assert world.ben.pen_name is not None
    for who, status, left in ((world.cleo, 302, 1), (world.ben, 302, 0), (world.ana, 302, 0)):
        WallPost.objects.all().delete()
        post = write_on_wall(world.ana.pen_name, body="x", by=world.ben, pen_name=world.ben.pen_name)
        front.post(f"/wall/{post.pk}/off/", by=who)
        assert (status, WallPost.objects.count()) == (302, left)
    take_off_wall(post, by=world.ana)  # twice is harmless


@pytest.mark.parametrize("body", ["", "  ", "w" * 2001])
def test_bad_input_changes_nothing_and_comes_back(world: World, front: FrontClient, body: str) -> None:
    answer = front.post(WALL, {"body": body}, by=world.ben)
    assert (answer.status, WallPost.objects.count()) == (422, 0)
    assert body.strip() in answer.text


def test_who_is_kept_apart_neither_sees_nor_writes(world: World, front: FrontClient) -> None:
    dora = make_user("Dora")
    assert world.cleo.pen_name is not None
    assert world.ana.pen_name is not None
    front.post(WALL, {"body": "Ana was here."}, by=world.ana)
    front.post("/by/ben/wall/", {"body": "Ana on Ben."}, by=world.ana)
    front.post("/by/ben/wall/", {"body": "Cleo on Ben."}, by=world.cleo)
    block_name(world.cleo.pen_name, by=world.ana)
    hide(world.cleo.pen_name, by=dora)
    assert front.get(WALL, by=world.cleo).status == 404
    assert front.post(WALL, {"body": "x"}, by=world.cleo).status == 404
    seen = {who.pk: front.get("/by/ben/wall/", by=who).text for who in (world.cleo, world.ana, dora, world.ben)}
    assert "Ana on Ben." not in seen[world.cleo.pk]
    assert "Cleo on Ben." in seen[world.cleo.pk]
    for who in (world.ana, dora):
        assert "Cleo on Ben." not in seen[who.pk]
    assert "Cleo on Ben." in seen[world.ben.pk]


def test_who_blocks_somebody_does_not_write_on_their_wall(world: World, front: FrontClient) -> None:
    """They could say what they like there, and its owner alone would not read it."""
    assert world.ana.pen_name is not None
    assert world.ben.pen_name is not None
    token = {"Authorization": f"Bearer {make_token(world.ben)}"}
    assert 'id="body"' in front.get(WALL, by=world.ben).text  # the control
    block_name(world.ana.pen_name, by=world.ben)
    shown = front.get(WALL, by=world.ben).text
    assert "You block Ana; unblock them before you write here." in shown
    assert 'id="body"' not in shown
    assert front.post(WALL, {"body": "x"}, by=world.ben).status == 422
    assert front.send("POST", "/api/v1/names/ana/wall", {"body": "x"}, **token).status == 403
    assert front.post("/by/ben/wall/", {"body": "x"}, by=world.ana).status == 404  # closed, as what never was
    with pytest.raises(Refused, match="nobody of that name"):
        write_on_wall(world.ben.pen_name, body="x", by=world.ana, pen_name=world.ana.pen_name)
    assert not WallPost.objects.exists()
    unblock_name(world.ana.pen_name, by=world.ben)
    assert front.post(WALL, {"body": "x"}, by=world.ben).status == 302


def test_its_owner_finds_what_is_kept_apart_takes_it_off_reports_it_and_blocks_back(
    world: World, front: FrontClient
) -> None:
    people = {name: make_user(name) for name in ("Closing", "Blocked", "Muted", "Heard", "Elsewhere")}
    names = {name: user.pen_name for name, user in people.items() if user.pen_name is not None}
    assert world.ana.pen_name is not None
    for name in ("Closing", "Blocked", "Muted", "Heard"):
        write_on_wall(world.ana.pen_name, body=f"{name} was here", by=people[name], pen_name=names[name])
    token, apart = {"Authorization": f"Bearer {make_token(world.ana)}"}, f"{WALL}?show=apart"

    def on(path: str, by: User | None = world.ana) -> set[str]:
        return {name for name in people if f"{name} was here" in front.get(path, by=by).text}

    def by_api(path: str, **headers: str) -> set[str]:
        return {row["name"] for row in front.get(f"/api/v1/names/ana/wall{path}", **headers).json()["items"]}

    assert "Kept apart" not in front.get(WALL, by=world.ana).text
    for name in ("Closing", "Elsewhere"):
        block_name(world.ana.pen_name, by=people[name])
    block_name(names["Blocked"], by=world.ana)
    hide(names["Muted"], by=world.ana)
    assert "Kept apart" in front.get(WALL, by=world.ana).text
    assert (on(WALL), on(apart)) == ({"Heard"}, {"Closing", "Blocked", "Muted"})
    assert (by_api("", **token), by_api("?apart=true", **token)) == (on(WALL), on(apart))
    everything = set(people) - {"Elsewhere"}
    assert (on(apart, by=world.cleo), on(apart, by=None)) == (everything, everything)  # the wall: it is not theirs
    assert by_api("?apart=true") == set()

    posts = {post.author.name: post for post in WallPost.objects.select_related("author") if post.author}
    assert front.get(f"/report/post/{posts['Closing'].pk}/", by=world.ana).status == 200
    # Whom they meet there they can block; of others who keep them out nothing is told.
    for name, status in (("closing", 200), ("elsewhere", 404), ("nobody-at-all", 404)):
        assert (name, front.get(f"/me/apart/{name}/", by=world.ana).status) == (name, status)
    put = {name: front.send("PUT", f"/api/v1/names/{name}/block", None, **token) for name in ("closing", "elsewhere")}
    never = front.send("PUT", "/api/v1/names/nobody-at-all/block", None, **token)
    assert [put[name].status for name in ("closing", "elsewhere")] == [204, 404]
    assert (never.status, never.text) == (404, put["elsewhere"].text)
    assert front.get(WALL, by=people["Closing"]).status == 404

    assert front.send("DELETE", f"/api/v1/wall/{posts['Muted'].pk}", None, **token).status == 204
    assert front.post(f"/wall/{posts['Closing'].pk}/off/", by=world.ana).status == 302
    theirs = {"Authorization": f"Bearer {make_token(people['Blocked'])}"}
    for post, status in ((posts["Heard"], 404), (posts["Blocked"], 204)):  # their own words stay theirs to take back
        assert front.send("DELETE", f"/api/v1/wall/{post.pk}", None, **theirs).status == status
    assert list(WallPost.objects.values_list("author__name", flat=True)) == ["Heard"]


def test_the_api_does_it_too(world: World, front: FrontClient) -> None:
    token = {"Authorization": f"Bearer {make_token(world.ben)}"}
    made = front.send("POST", "/api/v1/names/ana/wall", {"body": "By a program."}, **token)
    assert made.status == 201
    assert front.get("/api/v1/names/ana/wall").json()["items"][0]["body"] == "By a program."
    assert front.send("PUT", "/api/v1/names/ana/wall", {"who": "nobody"}, **token).status == 404
    assert front.send("PUT", "/api/v1/names/ben/wall", {"who": "nobody"}, **token).status == 200
    assert front.send("DELETE", f"/api/v1/wall/{made.json()['id']}", None, **token).status == 204
