"""A story goes over to another writer: all of it, or nothing."""

from __future__ import annotations

from django.utils import timezone

from inkstead.accounts.models import PenName
from inkstead.collaboration.actions.links import end_links_of
from inkstead.collaboration.actions.membership import join
from inkstead.collaboration.events import InvitationAnswered, StoryTransferred
from inkstead.events import announce
from inkstead.lib.refusals import Refused
from inkstead.stories.actions import unfollow_story
from inkstead.stories.events import StoryChanged
from inkstead.stories.models import Contributor, Invitation, Role, Story


def take_over(invitation: Invitation) -> None:
    """Inside the transaction that locked story and invitation, and knows that the right person accepts.

    Ids, addresses, texts and counts stay; revisions go on saying who wrote them.
    """
    story, former = invitation.story, invitation.invited_by
    if story.author_id != former.pk:
        raise Refused(f"The story does not belong to {former.name} any more.")
    hand_over(story, invitation.pen_name, stays=invitation.inviter_stays, answered=invitation.pk)


def hand_over(story: Story, to: PenName, *, stays: bool = False, answered: int = 0) -> None:
    """Inside the transaction that locked the story, by whoever may give it away. `answered` is the offer that ends so;
    others are taken back."""
    former = story.author
    story.author, story.updated_at = to, timezone.now()
    story.save(update_fields=["author", "updated_at"])
    Contributor.objects.filter(story=story, pen_name=to).delete()
    if stays:
        join(story, former, Role.COAUTHOR)
    else:
        end_links_of(former, story)
    _take_back_other_offers(story, answered)
    unfollow_story(story, by=to.user)  # authors have no button for it
    announce(StoryTransferred(story_id=story.pk, former_id=former.pk, author_id=story.author_id))
    announce(StoryChanged(story_id=story.pk, author_id=story.author_id))


def _take_back_other_offers(story: Story, answered: int) -> None:
    others = Invitation.objects.filter(story=story, role=Invitation.AUTHOR, answered_at=None)
    for other in others.exclude(pk=answered):
        other.answer, other.answered_at = "taken_back", timezone.now()
        other.save(update_fields=["answer", "answered_at"])
        announce(
            InvitationAnswered(
                invitation_id=other.pk, story_id=other.story_id, pen_name_id=other.pen_name_id, answer="taken_back"
            )
        )
