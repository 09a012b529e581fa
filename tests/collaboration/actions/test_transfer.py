from __future__ import annotations

import pytest

from inkstead.accounts.models import User
from inkstead.collaboration.actions import accept_invitation, invite, offer_story, take_back_invitation
from inkstead.lib.refusals import Refused
from inkstead.stories import rules
from inkstead.stories.actions import follow_story
from inkstead.stories.models import Contributor, Part, Role, Story, StoryFollow
from tests.collaboration.conftest import name_of, works_on
from tests.through_front import FrontClient
from tests.world import World


def given_to_ben(world: World, *, stays: bool = False) -> Story:
    offered = offer_story(world.story, name="Ben", stays=stays, by=world.ana)
    accept_invitation(offered, by=world.ben)
    accept_invitation(offered, by=world.ben)
    return Story.objects.select_related("author").get(pk=world.story.pk)


def test_an_offer_changes_nothing_until_it_is_accepted(world: World, ben: User) -> None:
    offered = offer_story(world.story, name="Ben", stays=False, by=world.ana)
    assert rules.role_of(ben, world.story) == ""
    take_back_invitation(offered, by=world.ana)
    with pytest.raises(Refused, match="taken this invitation back"):
        accept_invitation(offered, by=ben)
    world.story.refresh_from_db()
    assert world.story.author == name_of(world.ana)


def test_an_accepted_story_is_the_others_and_keeps_its_addresses(world: World, ben: User) -> None:
    before = world.part.get_absolute_url(), world.story.get_absolute_url()
    story = given_to_ben(world)
    part = Part.objects.select_related("story", "head__by").get(pk=world.part.pk)
    assert story.author == name_of(ben)
    assert (part.get_absolute_url(), story.get_absolute_url()) == before
    assert rules.role_of(ben, story) == "author"
    assert rules.role_of(world.ana, story) == ""
    assert part.head is not None
    assert part.head.by == name_of(world.ana)  # revisions keep who wrote them


def test_the_former_author_may_stay(world: World) -> None:
    story = given_to_ben(world, stays=True)
    assert rules.role_of(world.ana, story) == Role.COAUTHOR


def test_a_contributor_who_takes_over_has_one_role(world: World, ben: User) -> None:
    works_on(world.story, ben, Role.BETA)
    follow_story(world.story, by=ben)
    story = given_to_ben(world)
    assert not Contributor.objects.filter(story=story).exists()
    assert not StoryFollow.objects.filter(story=story, user=ben).exists()


def test_one_offer_at_a_time_and_open_invitations_go_on(world: World, ben: User, cleo: User) -> None:
    invited = invite(world.story, name="Cleo", role=Role.BETA, by=world.ana)
    offer_story(world.story, name="Ben", stays=False, by=world.ana)
    with pytest.raises(Refused, match="offered to somebody already"):
        offer_story(world.story, name="Cleo", stays=False, by=world.ana)
    accept_invitation(world.story.invitations.get(pen_name=name_of(ben)), by=ben)
    accept_invitation(invited, by=cleo)
    assert rules.role_of(cleo, Story.objects.select_related("author").get(pk=world.story.pk)) == Role.BETA


def test_only_the_author_gives_a_story_away(world: World, ben: User) -> None:
    works_on(world.story, ben, Role.COAUTHOR)
    with pytest.raises(Refused, match="Only the author"):
        offer_story(world.story, name="Cleo", stays=False, by=ben)


def test_every_kept_page_names_the_new_author_at_once(world: World, front: FrontClient) -> None:
    paths = ["/", "/stories/", "/tag/sea/", world.story.get_absolute_url(), world.part.get_absolute_url()]
    for path in (*paths, "/by/ana/", "/by/ben/"):
        front.get(path)
    given_to_ben(world)
    for path in paths:
        text = front.get(path).text
        assert ("/by/ben/" in text, "/by/ana/" in text) == (True, False), path
    assert world.story.title in front.get("/by/ben/").text
    assert world.story.title not in front.get("/by/ana/").text
