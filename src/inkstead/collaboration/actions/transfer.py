"""A story goes over to another writer: all of it, or nothing."""

from __future__ import annotations

from django.utils import timezone

from inkstead.collaboration.actions.links import end_links_of
from inkstead.collaboration.actions.membership import join
from inkstead.collaboration.events import InvitationAnswered, StoryTransferred
from inkstead.events import announce
from inkstead.lib.refusals import Refused
from inkstead.stories.actions import unfollow_story
from inkstead.stories.events import StoryChanged
from inkstead.stories.models import Contributor, Invitation, Role


def take_over(invitation: Invitation) -> None:
    """Inside the transaction that locked story and invitation, and knows that the right person accepts.

    Ids, addresses, texts and counts stay; revisions go on saying who wrote them.
    """
    story, former = invitation.story, invitation.invited_by
    if story.author_id != former.pk:
        raise Refused(f"The story does not belong to {former.name} any more.")
    story.author, story.updated_at = invitation.pen_name, timezone.now()
    story.save(update_fields=["author", "updated_at"])
    Contributor.objects.filter(story=story, pen_name=invitation.pen_name).delete()
    if invitation.inviter_stays:
        join(story, former, Role.COAUTHOR)
    else:
        end_links_of(former, story)
    _take_back_other_offers(invitation)
    unfollow_story(story, by=invitation.pen_name.user)  # authors have no button for it
    announce(StoryTransferred(story_id=story.pk, former_id=former.pk, author_id=story.author_id))
    announce(StoryChanged(story_id=story.pk, author_id=story.author_id))


def _take_back_other_offers(invitation: Invitation) -> None:
    others = Invitation.objects.filter(story=invitation.story, role=Invitation.AUTHOR, answered_at=None)
    for other in others.exclude(pk=invitation.pk):
        other.answer, other.answered_at = "taken_back", timezone.now()
        other.save(update_fields=["answer", "answered_at"])
        announce(
            InvitationAnswered(
                invitation_id=other.pk, story_id=other.story_id, pen_name_id=other.pen_name_id, answer="taken_back"
            )
        )
