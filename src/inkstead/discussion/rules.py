"""Who may say something, and who looks after what was said."""

from __future__ import annotations

from inkstead.accounts.models import PenName, User
from inkstead.accounts.rules import why_quiet
from inkstead.discussion.models import Comment, Who
from inkstead.discussion.talk import Talk
from inkstead.lib.refusals import Refused
from inkstead.stories.models import Part, Story, StoryFollow
from inkstead.stories.rules import can_edit, role_of


def can_edit_comment(user: User, comment: Comment) -> bool:
    return comment.deleted_at is None and comment.author is not None and comment.author.user_id == user.pk


def can_tend(user: User, story: Story) -> bool:
    """Those who write the story look after its comments, and moderators. Wants the story's author joined."""
    return user.is_moderator or can_edit(user, story)


def must_tend(user: User, story: Story) -> None:
    if not can_tend(user, story):
        raise Refused("Only those who write this story can look after its comments.", code="forbidden")


def works_on(user: User, story: Story) -> bool:
    return role_of(user, story) != ""


def works_as(pen_name: PenName | None, story: Story) -> bool:
    """This very name works on it. Wants the story's author joined."""
    if pen_name is None or pen_name == story.author:
        return pen_name is not None
    return story.contributors.filter(pen_name=pen_name).exists()


def why_silent(part: Part, talk: Talk, by: User | None, *, is_worker: bool) -> str:
    """A sentence for somebody who may not comment on a part; nothing for who may.

    Those who work on the story always may, under the name that does, so that they can answer after they closed a part.
    """
    if by is not None and (why := why_quiet(by)):
        return why
    if is_worker:
        return ""
    asks = talk.who == Who.FOLLOWERS and by is not None
    follows = asks and StoryFollow.objects.filter(user=by, story=part.story_id).exists()
    blocks = by is not None and by.blocks.filter(pen_name=part.story.author_id).exists()
    return silence(talk, signed_in=by is not None, follows=follows, blocks=blocks)


def silence(talk: Talk, *, signed_in: bool, follows: bool, blocks: bool) -> str:
    """The same, once it is known who asks. Whoever blocks the author could say what they like about the story, and its
    author alone would not read it. Only by the name that is blocked: others of that person say nothing about it."""
    if blocks:
        return "You block the author of this story; unblock them before you comment here."
    if talk.closed:
        return "The comments on this part are closed."
    if talk.who == Who.NOBODY:
        return "The author of this story takes no comments here."
    if talk.who == Who.FOLLOWERS and not follows:
        return "Only followers of this story can comment here."
    return "" if signed_in or talk.who == Who.EVERYONE else "Only people who are signed in can comment here."
