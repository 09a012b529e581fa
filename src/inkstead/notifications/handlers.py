"""Reactions to what happened elsewhere. Each may be repeated: nobody is told twice."""

from __future__ import annotations

from inkstead.collaboration.events import (
    InvitationAnswered,
    NoteWritten,
    PersonInvited,
    SuggestionAnswered,
    SuggestionMade,
)
from inkstead.discussion.events import (
    CommentDeleted,
    CommentEdited,
    CommentHidden,
    CommentMarked,
    CommentPosted,
    CommentWaiting,
    Mentioned,
    WallPosted,
    WaveHidden,
)
from inkstead.events import on
from inkstead.library.events import StoryShelved
from inkstead.notifications import actions
from inkstead.notifications.jobs import settle_part
from inkstead.serial.events import AnnouncementMade
from inkstead.stories.events import PartOpened, PartPublished, PartRevised, PartWithdrawn


@on(PartPublished, PartOpened)
def tell_of_part(fact: PartPublished | PartOpened) -> None:
    """Followers of the story, of its writers and of its tags."""
    actions.tell_of_part(fact.part_id, again=isinstance(fact, PartPublished) and fact.again)


@on(PartRevised)
def tell_of_version(fact: PartRevised) -> None:
    """Followers of the story; nobody of a quiet correction."""
    if not fact.quiet:
        actions.tell_of_version(fact.part_id)


@on(PartWithdrawn)
def settle_what_is_withdrawn(fact: PartWithdrawn) -> None:
    """What cannot be read is nothing new."""
    settle_part.enqueue(fact.part_id)


@on(AnnouncementMade)
def tell_of_announcement(fact: AnnouncementMade) -> None:
    actions.tell_of_announcement(fact.announcement_id)


@on(StoryShelved)
def tell_of_shelved(fact: StoryShelved) -> None:
    actions.tell_of_shelved(fact.shelf_id, fact.story_id)


@on(CommentPosted, CommentWaiting, Mentioned, CommentEdited)
def tell_of_comment(fact: CommentPosted | CommentWaiting | Mentioned | CommentEdited) -> None:
    """One handler, so that they come in order: who is answered or commented on is not told of the mention too, and a
    mention that was taken out is withdrawn after it was told."""
    if isinstance(fact, Mentioned):
        actions.tell_of_mention(fact.comment_id, fact.pen_name_id)
    elif isinstance(fact, CommentEdited):
        actions.forget_mentions(fact.comment_id)
    else:
        actions.tell_of_comment(fact.comment_id, waiting=isinstance(fact, CommentWaiting))


@on(WallPosted)
def tell_of_post(fact: WallPosted) -> None:
    """Whose wall it is."""
    actions.tell_of_post(fact.post_id)


@on(CommentHidden, CommentDeleted)
def settle_what_is_hidden(fact: CommentHidden | CommentDeleted) -> None:
    """What is out of sight is nothing new, to nobody."""
    actions.settle_comments([fact.comment_id])


@on(WaveHidden)
def settle_a_wave(fact: WaveHidden) -> None:
    if not fact.undone:
        actions.settle_wave(fact.wave_id)


@on(CommentMarked)
def tell_of_heart(fact: CommentMarked) -> None:
    if fact.mark == "heart" and fact.given:
        actions.tell_of_heart(fact.comment_id)


@on(PersonInvited)
def tell_of_invitation(fact: PersonInvited) -> None:
    actions.tell_of_invitation(fact.invitation_id)


@on(InvitationAnswered)
def tell_of_answer(fact: InvitationAnswered) -> None:
    actions.tell_of_answer(fact.invitation_id)


@on(SuggestionMade)
def tell_of_suggestion(fact: SuggestionMade) -> None:
    actions.tell_of_suggestion(fact.suggestion_id)


@on(SuggestionAnswered)
def tell_of_verdict(fact: SuggestionAnswered) -> None:
    actions.tell_of_verdict(fact.suggestion_id)


@on(NoteWritten)
def tell_of_note(fact: NoteWritten) -> None:
    actions.tell_of_note(fact.note_id)
