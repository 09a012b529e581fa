from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from inkstead.accounts.actions import block_name
from inkstead.accounts.models import User
from inkstead.collaboration.actions import (
    accept_invitation,
    change_role,
    decline_invitation,
    invite,
    offer_story,
    remove_contributor,
    take_back_invitation,
)
from inkstead.collaboration.actions import invitations as limits
from inkstead.lib.refusals import Refused
from inkstead.stories import rules
from inkstead.stories.models import Contributor, Invitation, Role
from tests.collaboration.conftest import name_of, works_on
from tests.factories import make_pen_name, make_story, make_user
from tests.threads import at_once
from tests.world import World, build_world


def test_an_invitation_becomes_a_role_when_it_is_accepted(world: World, ben: User) -> None:
    made = invite(world.story, name=" bEN ", role=Role.EDITOR, by=world.ana)
    assert rules.role_of(ben, world.story) == ""
    accept_invitation(made, by=ben)
    accept_invitation(made, by=ben)
    assert rules.role_of(ben, world.story) == Role.EDITOR
    assert Contributor.objects.filter(story=world.story).count() == 1


def test_nobody_else_can_answer_it(world: World, ben: User, cleo: User) -> None:
    made = invite(world.story, name="Ben", role=Role.EDITOR, by=world.ana)
    for act in (accept_invitation, decline_invitation):
        for other in (cleo, world.ana):
            with pytest.raises(Refused, match="your own pen names"):
                act(made, by=other)
    made.refresh_from_db()
    assert made.answer == ""


def test_whom_somebody_blocks_they_cannot_invite(world: World, cleo: User) -> None:
    ben, author = world.ben.pen_name, world.ana.pen_name
    assert ben is not None
    mask, other = make_pen_name(world.ben, "Benno Mask"), make_pen_name(world.ana, "Another Ana")
    block_name(ben, by=world.ana)
    for offer in (
        lambda: invite(world.story, name="Ben", role=Role.BETA, by=world.ana),
        lambda: offer_story(world.story, name="Ben", stays=False, by=world.ana),
    ):
        with pytest.raises(Refused, match=r"You block Ben\. Unblock them before you invite them\."):
            offer()
    assert invite(world.story, name="Benno Mask", role=Role.BETA, by=world.ana).pen_name == mask
    block_name(ben, by=world.ana, as_name=other)  # kept out of another name's stories alone
    assert invite(world.story, name="Ben", role=Role.BETA, by=world.ana).invited_by == author


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Nobody Such", "Nobody here writes under the name “Nobody Such”."),
        ("Ana", "This is the author of the story already."),
        ("Ben", "Ben is invited already and has not answered yet."),
        ("Cleo", "Cleo works on this story already."),
        ("  ", "The pen name must not be empty."),
        ("\x00", "The pen name must not be empty."),
        ("…", "Nobody here writes under the name “…”."),
    ],
)
def test_a_name_that_cannot_be_invited_gets_a_sentence(world: World, name: str, sentence: str) -> None:
    invite(world.story, name="Ben", role=Role.BETA, by=world.ana)
    works_on(world.story, world.cleo, Role.BETA)
    with pytest.raises(Refused) as refused:
        invite(world.story, name=name, role=Role.EDITOR, by=world.ana)
    assert refused.value.message == sentence


def test_an_address_of_a_pen_names_page_will_do(world: World) -> None:
    made = invite(world.story, name="https://library.example/by/ben/", role=Role.BETA, by=world.ana)
    assert made.pen_name == name_of(world.ben)


def test_only_the_author_invites(world: World, ben: User, cleo: User) -> None:
    works_on(world.story, ben, Role.COAUTHOR)
    for by in (ben, cleo):
        with pytest.raises(Refused, match="Only the author"):
            invite(world.story, name="Cleo", role=Role.BETA, by=by)


def test_two_names_of_one_person_are_two_people_to_everybody(world: World, ben: User) -> None:
    """No answer differs from what it would be for two people, and no name does more than its own role."""
    second = make_pen_name(ben, "Benedikt Vale")
    works_on(world.story, ben, Role.BETA)
    works_on(world.story, ben, Role.EDITOR, pen_name=second)
    assert rules.role_of(ben, world.story) == Role.EDITOR
    assert rules.name_of(ben, world.story) == second
    remove_contributor(Contributor.objects.get(pen_name=second), by=world.ana)
    assert rules.name_of(ben, world.story) == name_of(ben)


def test_taken_back_and_declined_stay_so(world: World, ben: User) -> None:
    made = invite(world.story, name="Ben", role=Role.EDITOR, by=world.ana)
    take_back_invitation(made, by=world.ana)
    take_back_invitation(made, by=world.ana)
    with pytest.raises(Refused, match="Ana has taken this invitation back"):
        accept_invitation(made, by=ben)
    again = invite(world.story, name="Ben", role=Role.EDITOR, by=world.ana)
    decline_invitation(again, by=ben)
    decline_invitation(again, by=ben)
    with pytest.raises(Refused, match="answered this invitation already"):
        accept_invitation(again, by=ben)
    with pytest.raises(Refused, match="Ben has declined not long ago"):
        invite(world.story, name="Ben", role=Role.EDITOR, by=world.ana)
    Invitation.objects.filter(pk=again.pk).update(answered_at=timezone.now() - timedelta(days=15))
    invite(world.story, name="Ben", role=Role.EDITOR, by=world.ana)


def test_an_accepted_one_cannot_be_taken_back(world: World, ben: User) -> None:
    made = invite(world.story, name="Ben", role=Role.EDITOR, by=world.ana)
    accept_invitation(made, by=ben)
    with pytest.raises(Refused, match="Ben has accepted in the meantime"):
        take_back_invitation(made, by=world.ana)


def test_a_person_can_send_so_many_and_no_more(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DAILY", 3)
    other = make_story(world.ana, author=world.other_name)
    for story in (world.story, world.story, other):
        invite(story, name=name_of(make_user()).name, role=Role.BETA, by=world.ana)
    with pytest.raises(Refused, match="many invitations today"):
        invite(other, name="Ben", role=Role.BETA, by=world.ana)
    Invitation.objects.update(created_at=timezone.now() - timedelta(days=2))
    monkeypatch.setattr(limits, "WAITING", 2)
    with pytest.raises(Refused, match="still open"):
        invite(world.story, name="Ben", role=Role.BETA, by=world.ana)


def test_roles_change_and_people_go(world: World, ben: User, cleo: User) -> None:
    found = works_on(world.story, ben, Role.BETA)
    change_role(found, role=Role.COAUTHOR, by=world.ana)
    assert rules.can_publish(ben, world.story)
    with pytest.raises(Refused):
        change_role(found, role=Role.BETA, by=ben)
    with pytest.raises(Refused):
        remove_contributor(found, by=cleo)
    remove_contributor(found, by=ben)
    remove_contributor(found, by=world.ana)
    assert not rules.can_read_drafts(ben, world.story)
    with pytest.raises(Refused, match="any more"):
        change_role(found, role=Role.BETA, by=world.ana)


@pytest.mark.django_db(transaction=True)
def test_accepting_at_the_same_moment_makes_one_of_it() -> None:
    world = build_world()
    made = invite(world.story, name="Ben", role=Role.EDITOR, by=world.ana)
    at_once([lambda: accept_invitation(made, by=world.ben)] * 4)
    assert Contributor.objects.filter(story=world.story).count() == 1


@pytest.mark.django_db(transaction=True)
def test_inviting_at_the_same_moment_makes_one_invitation() -> None:
    world = build_world()

    def ask() -> str:
        try:
            invite(world.story, name="Ben", role=Role.EDITOR, by=world.ana)
        except Refused as refused:
            return refused.message
        return "invited"

    assert sorted(at_once([ask] * 3)) == ["Ben is invited already and has not answered yet."] * 2 + ["invited"]
