"""What those who write a story, and moderators, do with its comments."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.discussion.actions.saying import erase, locked, said, tell_mentioned
from inkstead.discussion.events import CommentHidden, CommentMarked, CommentShown
from inkstead.discussion.guests.words import learn
from inkstead.discussion.models import Comment, Guest, Standing
from inkstead.discussion.rules import must_tend, works_on
from inkstead.events import announce
from inkstead.lib.refusals import Refused
from inkstead.stories.actions import add_counts, hold_parts

MARKS = {"heart": "hearted", "pin": "pinned", "lock": "locked"}


@transaction.atomic
def approve_comment(comment: Comment, *, by: User) -> Comment:
    """Readers see it from now on, and its guest is known. Twice is harmless."""
    comment = _tended(comment, by)
    if comment.is_visible:
        return comment
    if comment.withheld:
        if not by.is_moderator:
            raise Refused("Moderators have hidden this comment.", code="forbidden")
        comment.withheld = False
        comment.save(update_fields=["withheld"])
    if comment.state == Standing.HIDDEN and not comment.held_for:
        return _show_again(comment)
    comment.state, comment.held_for = Standing.SHOWN, ""
    comment.save(update_fields=["state", "held_for"])
    if comment.guest_id is not None:
        Guest.objects.filter(pk=comment.guest_id, trusted_at=None).update(trusted_at=timezone.now())
        learn(comment, "good")
    said(comment, comment.part)
    return comment


@transaction.atomic
def hide_comment(comment: Comment, *, by: User, spam: bool = False, withheld: bool = False) -> Comment:
    """Out of sight, and kept; `show_comment` undoes it, for a moderator alone if it was `withheld` by one.

    As spam it also teaches the filter. Twice is harmless."""
    comment = _tended(comment, by)
    if spam and comment.guest_name:
        learn(comment, "spam")
        _trust_no_more(comment)
    if withheld and by.is_moderator and not comment.withheld:
        comment.withheld = True
        comment.save(update_fields=["withheld"])
    if comment.state == Standing.HIDDEN:
        return comment
    was_visible, comment.state = comment.is_visible, Standing.HIDDEN
    comment.save(update_fields=["state"])
    announce(CommentHidden(comment_id=comment.pk, part_id=comment.part_id, story_id=comment.part.story_id))
    if was_visible:
        add_counts(comment.part, comments=-1)
    return comment


@transaction.atomic
def show_comment(comment: Comment, *, by: User) -> Comment:
    """One that was hidden; one that never was to be seen is approved by it."""
    found = _tended(comment, by)
    if found.learned == "spam":
        learn(found, "good")
    return approve_comment(comment, by=by)


@transaction.atomic
def remove_comment(comment: Comment, *, by: User, spam: bool = False) -> None:
    """Its words are gone for good, as if its writer had deleted it. Twice is harmless."""
    hold_parts([comment.part_id])
    found = locked(comment)
    if found is None or found.deleted_at is not None:
        return
    must_tend(by, found.part.story)
    if spam and found.guest_name:
        learn(found, "spam")
        _trust_no_more(found)
    erase(found, by_author=False)


@transaction.atomic
def mark_comment(comment: Comment, mark: str, *, given: bool, by: User) -> Comment:
    """A heart, a pin or a lock: given or taken away. A heart is the writers' own word, so moderators have none.

    Pins and locks are for the first comment of a thread.
    """
    comment = _tended(comment, by)
    field = MARKS[mark]
    if mark == "heart" and not works_on(by, comment.part.story):
        raise Refused("Only those who write this story can give a heart.", code="forbidden")
    if mark != "heart" and comment.thread_id is not None:
        raise Refused("Only the first comment of a thread can be pinned or locked.", code="invalid")
    if given and not comment.is_visible:
        raise Refused("Nobody can see this comment yet.", code="invalid")
    if getattr(comment, field) != given:
        setattr(comment, field, given)
        comment.save(update_fields=[field])
        story = comment.part.story_id
        announce(CommentMarked(comment_id=comment.pk, part_id=comment.part_id, story_id=story, mark=mark, given=given))
    return comment


def _show_again(comment: Comment) -> Comment:
    comment.state = Standing.SHOWN
    comment.save(update_fields=["state"])
    announce(CommentShown(comment_id=comment.pk, part_id=comment.part_id, story_id=comment.part.story_id))
    tell_mentioned(comment, comment.part)
    add_counts(comment.part, comments=+1)
    return comment


def _trust_no_more(comment: Comment) -> None:
    if comment.guest_id is not None:
        Guest.objects.filter(pk=comment.guest_id).update(trusted_at=None)


def _tended(comment: Comment, by: User) -> Comment:
    hold_parts([comment.part_id])
    found = locked(comment)
    if found is None or found.deleted_at is not None:
        raise Refused("This comment was removed.", code="conflict")
    must_tend(by, found.part.story)
    return found
