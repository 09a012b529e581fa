"""Whom somebody blocks finds nothing of theirs, whatever the address; and learns nothing else by it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inkstead.accounts.actions import block_name, unblock_name
from inkstead.accounts.models import Block, PenName, User
from inkstead.catalogues.actions import renew_address
from inkstead.collaboration.actions import accept_invitation, invite
from inkstead.discussion.actions import post_comment
from inkstead.discussion.models import Comment, Mention
from inkstead.lib.prose import split_blocks
from inkstead.lib.refusals import Refused
from inkstead.library.actions import edit_shelf, ensure_shelves, follow_pen_name, follow_shelf, hide, put_on_shelf
from inkstead.library.models import PenNameFollow, Shelf, ShelfFollow
from inkstead.library.queries import apart_of
from inkstead.notifications.actions import tell_of_comment, tell_of_mention
from inkstead.notifications.models import Notice
from inkstead.serial.actions import make_announcement
from inkstead.stories.actions import create_series, follow_story
from inkstead.stories.models import Invitation, Part, Story, StoryFollow
from tests.discovery.indexing import index_all
from tests.factories import make_part, make_pen_name, make_story, make_token, make_user
from tests.through_front import Answer, FrontClient
from tests.world import World

SAID = "Said by Ana herself"
SECRETS = ("The Lighthouse", "Canary of the public", SAID, "Under a Veil", "Spoken from behind a veil", "Kept by Ana")


@dataclass
class Town:
    """Ana writes and says something under both of her names; Ben writes too, and keeps a story of hers on a shelf."""

    world: World
    dora: User  # a reader like Cleo, whom nobody blocks
    boats: Part  # Ben's
    remark: Comment  # Ana's, on it
    paths: list[str]
    feed: dict[int, str]
    catalogue: dict[int, str]
    tokens: dict[int, str]


def name_of(user: User) -> PenName:
    assert user.pen_name is not None
    return user.pen_name


@pytest.fixture
def town(world: World) -> Town:
    ana, ben, cleo, dora = world.ana, world.ben, world.cleo, make_user("Dora")
    veil = make_part(make_story(ana, "Under a Veil", author=world.other_name, tags=["sea"]))
    boats = make_part(make_story(ben, "Boats", tags=["sea"]), text="A lamp.\n\nAnother lamp.")
    assert boats.live is not None
    block = split_blocks(boats.live.html)[0].id
    remark = post_comment(boats, body=SAID, by=ana, pen_name=name_of(ana))
    post_comment(boats, body="Spoken from behind a veil", by=ana, pen_name=world.other_name, block=block)
    post_comment(boats, body="Ben answers.", by=ben, pen_name=name_of(ben), parent=remark)
    shelves = {}
    for owner in (ana, ben):
        ensure_shelves(owner)
        shelf = Shelf.objects.filter(user=owner).in_order()[0]
        about = "Kept by Ana" if owner == ana else "Kept by Ben"
        shelves[owner.pk] = edit_shelf(shelf, about=about, sharing="public", by=owner, pen_name=name_of(owner))
        put_on_shelf(shelf, world.story, by=owner)
    series = create_series(name_of(ana), title="The Lighthouse series", by=ana)
    series.entries.create(story=world.story, position=1)
    news = make_announcement(world.story, title="The Lighthouse news", text="News.", by=ana)
    for reader in (cleo, dora):
        follow_story(world.story, by=reader)
        follow_pen_name(name_of(ana), by=reader)
        follow_shelf(shelves[ana.pk], by=reader)
    index_all()
    feed = {who.pk: renew_address("feed", by=who).secret for who in (cleo, dora)}
    catalogue = {who.pk: renew_address("catalogue", by=who).secret for who in (cleo, dora)}
    tokens = {who.pk: make_token(who) for who in (cleo, dora)}
    part, story, own = world.part, world.story, shelves[ana.pk].get_absolute_url()
    paths = [
        *("/", "/stories/", "/stories/?x=1", "/tag/sea/", "/tag/sea/?x=1", "/search/?q=lamp", "/search/suggest/?q=lig"),
        *(part.get_absolute_url(), f"/part/{part.pk}/", f"{part.get_absolute_url()}comments/", veil.get_absolute_url()),
        *(f"{part.get_absolute_url()}margin/", story.get_absolute_url(), f"/story/{story.pk}/", "/by/ana/"),
        *(f"/by/{world.other_name.slug}/", own, f"/shelf/{shelves[ana.pk].pk}/", "/by/ben/"),
        shelves[ben.pk].get_absolute_url(),
        *(f"{boats.get_absolute_url()}{end}" for end in ("", "comments/", f"margin/{block}/")),
        *(remark.get_absolute_url(), f"/story/{story.pk}/announcements/", news.get_absolute_url()),
        *(series.get_absolute_url(), f"/download/{story.pk}/x.epub", f"/download/{story.pk}/x.txt"),
        *(f"/download/{story.pk}/", f"/download/shelf/{shelves[ben.pk].pk}-text.zip", f"/story/{story.pk}/tellings/"),
        *("/library/", "/library/follows/", "/library/history/", f"/story/{story.pk}/shelve/", "/me/notices/"),
        *("/feeds/site.atom", f"/feeds/story/{story.pk}.atom", "/feeds/by/ana.atom", "/feeds/tag/sea.json"),
        *(f"/feeds/shelf/{shelves[ben.pk].pk}.atom", "/opds/new/", "/opds/writers/", "/opds/writers/ana/"),
        *(
            f"/share/story/{story.pk}.png",
            "/rankings/",
            f"/rankings/story/{story.pk}/",
            f"/opds/cover/{story.pk}.jpg",
            f"/me/hidden/story/{story.pk}/",
        ),
    ]
    return Town(world, dora, boats, remark, paths, feed, catalogue, tokens)


def everything(town: Town, front: FrontClient, who: User) -> dict[str, str]:
    """What somebody is shown at every address, by session, by token and under their secret addresses."""
    found = {}
    for path in (*town.paths, *town.paths):  # the second time from memory, where it is kept
        answer = front.get(path, by=who)
        found[path] = f"{answer.status} {answer.plain.decode(errors='replace')}"
    story, part = town.world.story.pk, town.world.part.pk
    calls = ("stories", "stories?q=lamp", f"stories/{story}", f"stories/{story}/parts", f"parts/{part}", "me/follows")
    more = (f"parts/{part}/comments", f"parts/{part}/margins", f"parts/{town.boats.pk}/comments", "me/notices")
    for call in (*calls, *more, f"comments/{town.remark.pk}", f"stories/{story}/perspectives"):
        answer = front.get(f"/api/v1/{call}", Authorization=f"Bearer {town.tokens[who.pk]}")
        found[call] = f"{answer.status} {answer.text}"
    secret = town.catalogue[who.pk]
    addresses = {"feed": f"/feeds/follows/{town.feed[who.pk]}.atom", "new": f"/opds/with/{secret}/new/"}
    for called, path in {**addresses, "mine": f"/opds/with/{secret}/mine/follows/"}.items():
        found[called] = front.get(path).text
    return found


def told(answer: Answer) -> str:
    """What a page says, but for the key of its forms, which is another one each time."""
    return re.sub(r"[A-Za-z0-9]{64}", "KEY", answer.text)


def leaks(found: dict[str, str]) -> set[tuple[str, str]]:
    return {(path, secret) for path, text in found.items() for secret in SECRETS if secret in text}


def test_a_blocked_person_sees_nothing_of_the_blocker_at_any_address(town: Town, front: FrontClient) -> None:
    world = town.world
    before = everything(town, front, world.cleo)
    assert {secret for _, secret in leaks(before)} == set(SECRETS)  # the control, and every page is kept now
    block_name(name_of(world.cleo), by=world.ana)
    after = everything(town, front, world.cleo)
    assert leaks(after) == set()
    assert leaks(everything(town, front, town.dora)) == leaks(before)  # nobody else notices
    assert "Ben answers." in after[town.boats.get_absolute_url()]
    unblock_name(name_of(world.cleo), by=world.ana)
    gone = {path for path, _ in leaks(before) - leaks(everything(town, front, world.cleo))}
    assert gone <= {
        "/library/",
        "/library/follows/",
        "me/follows",
        "feed",
        "mine",
        "/me/notices/",
        "me/notices",
    }  # what ended


def test_what_is_closed_answers_as_what_is_not_there(town: Town, front: FrontClient) -> None:
    world = town.world
    block_name(name_of(world.cleo), by=world.ana)
    missing = front.get("/story/999999-nothing/", by=world.cleo)
    closed = [
        *(world.story.get_absolute_url(), f"/story/{world.story.pk}/", world.part.get_absolute_url(), "/by/ana/"),
        *(f"/by/{world.other_name.slug}/", town.remark.get_absolute_url(), f"/story/{world.story.pk}/announcements/"),
        *(f"/feeds/story/{world.story.pk}.atom", "/feeds/by/ana.atom", f"/share/story/{world.story.pk}.png"),
        *(f"/download/{world.story.pk}/x.epub", "/opds/writers/ana/", "/me/apart/ana/"),
    ]
    for path in (*closed, *closed):
        answer = front.get(path, by=world.cleo)
        assert (path, answer.status, told(answer)) == (path, 404, told(missing))
        assert answer["Cache-Control"] == missing["Cache-Control"]


def test_a_blocked_person_reaches_nothing_under_any_of_their_names(town: Town, front: FrontClient) -> None:
    world, other = town.world, make_pen_name(town.world.cleo, "Cora")
    block_name(name_of(world.cleo), by=world.ana)
    posts = [
        *(f"{world.part.get_absolute_url()}vote/", f"{world.part.get_absolute_url()}comments/"),
        *(f"/story/{world.story.pk}/follow/", "/by/ana/follow/", f"/by/{world.other_name.slug}/follow/"),
        *(f"/comment/{town.remark.pk}/react/", f"/story/{world.story.pk}/shelve/", "/me/apart/ana/"),
    ]
    for name in (name_of(world.cleo), other):
        type(world.cleo).objects.filter(pk=world.cleo.pk).update(pen_name=name)
        for path in posts:
            assert front.post(path, {"body": "Hello.", "kind": "love", "act": "block"}, by=world.cleo).status == 404
    token = {"Authorization": f"Bearer {town.tokens[world.cleo.pk]}"}
    for call in ("names/ana/follow", f"stories/{world.story.pk}/follow", f"parts/{world.part.pk}/vote"):
        assert front.send("PUT", f"/api/v1/{call}", {}, **token).status == 404
    reply = {"body": "Hello.", "parent": str(town.remark.pk)}
    assert front.post(f"{town.boats.get_absolute_url()}comments/", reply, by=world.cleo).status == 404
    with pytest.raises(Refused, match="is not there"):
        post_comment(town.boats, body="x", by=world.cleo, pen_name=other, parent=town.remark)
    said = post_comment(town.boats, body="@Ana @Ada Quill @Ben look", by=world.cleo, pen_name=other)
    # Named like everybody, else the text would tell of the block; and told, for Ana does not know that it is Cleo.
    assert [row.pen_name.name for row in Mention.objects.filter(comment=said)] == ["Ana", "Ada Quill", "Ben"]
    mine = make_story(world.cleo, "Mine")
    for called in ("Ana", "Ada Quill"):
        with pytest.raises(Refused, match=f"Nobody here writes under the name “{called}”"):
            invite(mine, name=called, role="beta", by=world.cleo)


def test_what_there_was_between_them_ends_and_no_other_name_is_told(town: Town) -> None:
    world, cora = town.world, make_pen_name(town.world.cleo, "Cora")
    mine = make_story(world.cleo, "Mine")
    for called in ("Cleo", "Cora"):
        invite(world.story, name=called, role="beta", by=world.ana)
    invite(mine, name="Ana", role="beta", by=world.cleo)
    follow_pen_name(name_of(world.cleo), by=world.ana)
    follow_pen_name(cora, by=world.ana)
    block_name(name_of(world.cleo), by=world.ana)
    assert not StoryFollow.objects.filter(user=world.cleo).exists()
    assert not PenNameFollow.objects.filter(user=world.cleo).exists()
    assert not ShelfFollow.objects.filter(user=world.cleo).exists()
    # Of Cora nothing ends that Ana could see end.
    assert {row.pen_name for row in PenNameFollow.objects.filter(user=world.ana)} == {cora}
    assert {row.pen_name.name for row in Invitation.objects.filter(answered_at=None)} == {"Cora"}
    assert apart_of(world.ana.pk).away == {name_of(world.cleo).pk}


def test_only_as_one_name_leaves_the_others_as_they_were(town: Town, front: FrontClient) -> None:
    world = town.world
    block_name(name_of(world.cleo), by=world.ana, as_name=name_of(world.ana))
    assert front.get("/by/ana/", by=world.cleo).status == 404
    assert front.get(f"/by/{world.other_name.slug}/", by=world.cleo).status == 200
    with pytest.raises(Refused, match="not a name of yours"):
        block_name(name_of(world.cleo), by=world.ana, as_name=name_of(world.ben))


def test_the_blocker_and_who_mutes_do_not_hear_that_name(town: Town, front: FrontClient) -> None:
    world, path = town.world, town.boats.get_absolute_url()
    cora = make_pen_name(world.cleo, "Cora")
    post_comment(town.boats, body="Cleo shouts.", by=world.cleo, pen_name=name_of(world.cleo))
    post_comment(town.boats, body="Cora whispers.", by=world.cleo, pen_name=cora)
    for who in (world.ana, town.dora, world.ben):
        assert "Cleo shouts." in front.get(path, by=who).text
    block_name(name_of(world.cleo), by=world.ana)
    hide(name_of(world.cleo), by=town.dora)
    for who in (world.ana, town.dora):
        for at in (path, f"{path}comments/"):
            text = front.get(at, by=who).text
            assert "Cleo shouts." not in text
            assert "Cora whispers." in text  # nobody learns that both are one
    assert "Cleo shouts." in front.get(path, by=world.ben).text
    assert "Cleo shouts." in front.get(path).text


def test_nobody_is_told_of_who_is_kept_apart(town: Town) -> None:
    world = town.world
    block_name(name_of(world.cleo), by=world.ana)
    hide(name_of(world.cleo), by=world.ben)
    Notice.objects.all().delete()
    cora = make_pen_name(world.cleo, "Cora")
    answer = post_comment(town.boats, body="@Ben look", by=world.cleo, pen_name=name_of(world.cleo))
    tell_of_comment(answer.pk)
    tell_of_mention(answer.pk, name_of(world.ben).pk)
    assert not Notice.objects.filter(user=world.ben).exists()
    heard = post_comment(town.boats, body="@Ben look", by=world.cleo, pen_name=cora)
    tell_of_comment(heard.pk)
    assert Notice.objects.filter(user=world.ben).count() == 1  # the control
    back = post_comment(town.boats, body="Answer", by=world.ana, pen_name=name_of(world.ana), parent=heard)
    tell_of_comment(back.pk)
    assert not Notice.objects.filter(user=world.cleo).exists()


def test_who_works_on_a_story_goes_on(town: Town, front: FrontClient) -> None:
    world = town.world
    accept_invitation(invite(world.story, name="Cleo", role="beta", by=world.ana), by=world.cleo)
    block_name(name_of(world.cleo), by=world.ana)
    assert Story.objects.visible_to(world.cleo).filter(pk=world.story.pk).exists()
    assert front.get(world.part.get_absolute_url(), by=world.cleo).status == 200
    assert front.get("/by/ana/", by=world.cleo).status == 404


def test_nobody_blocks_themselves_and_twice_is_harmless(town: Town, front: FrontClient) -> None:
    world = town.world
    for name in (name_of(world.ana), world.other_name):
        with pytest.raises(Refused, match="you cannot block yourself"):
            block_name(name, by=world.ana)
    assert 'href="/me/apart/cleo/"' in front.get("/by/cleo/", by=world.ana).text
    assert 'name="act" value="block"' in front.get("/me/apart/cleo/", by=world.ana).text
    for _ in range(2):
        assert front.post("/me/apart/cleo/", {"act": "block"}, by=world.ana).status == 302
    assert Block.objects.count() == 1
    assert 'name="act" value="block"' not in front.get("/me/apart/cleo/", by=world.ana).text
    shown = front.get("/me/hidden/", by=world.ana).text
    assert "Unblock" in shown
    assert "Cora" not in shown
    assert front.post("/me/apart/cleo/end/", by=world.ana).status == 302
    assert front.post("/me/apart/cleo/end/", by=world.ana).status == 404
    assert not Block.objects.exists()


def test_who_keeps_apart_from_nobody_pays_nothing(town: Town, front: FrontClient) -> None:
    """A kept page is answered from memory whatever others have blocked."""
    world, path = town.world, town.boats.get_absolute_url()
    block_name(name_of(world.cleo), by=world.ana)
    for _ in range(2):
        front.get(path, by=town.dora)
    with CaptureQueriesContext(connection) as asked:
        front.get(path, by=town.dora)
    assert len(asked) == 1
