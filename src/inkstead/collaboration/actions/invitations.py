"""Offer a role in a story, and answer the offer."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from inkstead.accounts.models import Block, PenName, User
from inkstead.accounts.names import slug_of
from inkstead.accounts.rules import must_speak
from inkstead.collaboration.actions.membership import join
from inkstead.collaboration.actions.transfer import take_over
from inkstead.collaboration.events import InvitationAnswered, PersonInvited
from inkstead.events import announce
from inkstead.lib.lines import one_line
from inkstead.lib.refusals import Refused
from inkstead.stories import rules
from inkstead.stories.models import Contributor, Invitation, Role, Story

# What one person may send in a day, and how soon a pen name that declined may be asked again for the same story.
DAILY = 30
WAITING = 20  # invitations of one story that nobody has answered
AGAIN_AFTER = timedelta(days=14)


@transaction.atomic
def invite(story: Story, *, name: str, role: str, by: User) -> Invitation:
    """Offer a role to whoever writes under this name. Only the author can."""
    if role not in Role.values:
        raise Refused("Choose a role.", code="invalid", fields={"role": "One of the three."})
    story = locked_story(story)
    rules.must_manage(by, story)
    must_speak(by)
    pen_name = named(name, by)
    _refuse_blocked(pen_name, story, by)
    if pen_name.pk == story.author_id:
        raise _name_refused("This is the author of the story already.")
    if Contributor.objects.filter(story=story, pen_name=pen_name).exists():
        raise _name_refused(f"{pen_name.name} works on this story already.")
    return offer(story, pen_name, role, by)


@transaction.atomic
def offer_story(story: Story, *, name: str, stays: bool, by: User) -> Invitation:
    """Offer the story itself. It stays where it is until the other accepts."""
    story = locked_story(story)
    rules.must_manage(by, story)
    must_speak(by)
    pen_name = named(name, by)
    _refuse_blocked(pen_name, story, by)
    if pen_name.pk == story.author_id:
        raise _name_refused("This is the author of the story already.")
    if Invitation.objects.filter(story=story, role=Invitation.AUTHOR, answered_at=None).exists():
        raise _name_refused("The story is offered to somebody already. Take that offer back first.")
    return offer(story, pen_name, Invitation.AUTHOR, by, stays=stays)


def offer(story: Story, pen_name: PenName, role: str, by: User, *, stays: bool = False) -> Invitation:
    _refuse_too_many(story, pen_name, by)
    try:
        with transaction.atomic():
            made = Invitation.objects.create(
                story=story, pen_name=pen_name, role=role, invited_by=story.author, inviter_stays=stays
            )
    except IntegrityError:
        raise _name_refused(f"{pen_name.name} is invited already and has not answered yet.") from None
    announce(PersonInvited(invitation_id=made.pk, story_id=story.pk, pen_name_id=pen_name.pk))
    return made


@transaction.atomic
def accept_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Take the role, or the story. Accepting twice is harmless."""
    invitation = _mine_locked(invitation, by)
    if invitation.answer == "accepted":
        return invitation
    _refuse_answered(invitation)
    if invitation.story.binned_at is not None:
        raise Refused("This story lies in the bin; its author has to take it out first.")
    if invitation.role == Invitation.AUTHOR:
        take_over(invitation)
    elif invitation.story.author_id != invitation.pen_name_id:  # or they became its author in the meantime
        join(invitation.story, invitation.pen_name, invitation.role)
    return _answer(invitation, "accepted")


@transaction.atomic
def decline_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Declining twice is harmless."""
    invitation = _mine_locked(invitation, by)
    if invitation.answer == "declined":
        return invitation
    _refuse_answered(invitation)
    return _answer(invitation, "declined")


@transaction.atomic
def take_back_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Only while nobody has answered. Taking back twice is harmless."""
    story = locked_story(invitation.story)
    rules.must_manage(by, story)
    invitation = _locked(invitation, story)
    if invitation.answer == "accepted":
        raise Refused(f"{invitation.pen_name.name} has accepted in the meantime.")
    return invitation if invitation.answered_at else _answer(invitation, "taken_back")


def named(name: str, by: User) -> PenName:
    """Whoever writes under a name, typed in any case, or pasted as the address of its page, and does not keep out who
    asks."""
    given = one_line(name, "pen name", limit=200)
    slug = given.rstrip("/").rpartition("/by/")[2] if "/by/" in given else slug_of(given)
    found = PenName.objects.open_to(by).filter(slug=slug).first()
    if found is None:
        raise _name_refused(f"Nobody here writes under the name “{given}”.")
    return found


def locked_story(story: Story) -> Story:
    return Story.objects.locked().get(pk=story.pk)


def _refuse_blocked(pen_name: PenName, story: Story, by: User) -> None:
    """Of the very name that was blocked: of its owner's other names nothing is told."""
    here = Q(as_name=None) | Q(as_name=story.author_id)
    if Block.objects.filter(here, by=by, pen_name=pen_name).exists():
        raise _name_refused(f"You block {pen_name.name}. Unblock them before you invite them.")


def _refuse_too_many(story: Story, pen_name: PenName, by: User) -> None:
    """Counted under a lock on the sender, so that many requests at once do not pass together."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    now = timezone.now()
    sent = Invitation.objects.filter(invited_by__user=by, created_at__gt=now - timedelta(days=1)).count()
    if sent >= DAILY:
        raise Refused("You have sent many invitations today. Please go on tomorrow.", code="too_many")
    if Invitation.objects.filter(story=story, answered_at=None).count() >= WAITING:
        raise Refused("Many invitations to this story are still open. Wait for answers, or take some back.")
    declined = Invitation.objects.filter(story=story, pen_name=pen_name, answer="declined")
    if declined.filter(answered_at__gt=now - AGAIN_AFTER).exists():
        raise _name_refused(f"{pen_name.name} has declined not long ago. Ask again in two weeks, or ask them yourself.")


def _mine_locked(invitation: Invitation, by: User) -> Invitation:
    found = _locked(invitation, locked_story(invitation.story))
    rules.must_write_as(by, found.pen_name)
    return found


def _locked(invitation: Invitation, story: Story) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("pen_name", "invited_by").get(pk=invitation.pk)
    found.story = story
    return found


def _refuse_answered(invitation: Invitation) -> None:
    if invitation.answer == "taken_back":
        raise Refused(f"{invitation.invited_by.name} has taken this invitation back.")
    if invitation.answered_at is not None:
        raise Refused("You have answered this invitation already.")


def _answer(invitation: Invitation, answer: str) -> Invitation:
    invitation.answer, invitation.answered_at = answer, timezone.now()
    invitation.save(update_fields=["answer", "answered_at"])
    announce(
        InvitationAnswered(
            invitation_id=invitation.pk,
            story_id=invitation.story_id,
            pen_name_id=invitation.pen_name_id,
            answer=answer,
        )
    )
    return invitation


def _name_refused(message: str) -> Refused:
    return Refused(message, code="invalid", fields={"name": message})
