"""Vote, comment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from inkstead.accounts.models import PenName, User
from inkstead.discussion.events import CommentDeleted, CommentEdited, CommentPosted
from inkstead.discussion.models import COMMENT_LIMIT, Comment, Vote
from inkstead.discussion.rules import can_edit_comment
from inkstead.events import announce
from inkstead.lib.lines import one_line, paragraphs
from inkstead.lib.prose import split_blocks
from inkstead.lib.refusals import Refused
from inkstead.stores.prepared import Prepared
from inkstead.stories.actions import add_counts, hold_part, hold_parts
from inkstead.stories.models import Part, PartCounts

_counts_of = Prepared(lambda part: PartCounts.objects.filter(part=part), int)


@dataclass(frozen=True)
class VoteState:
    votes: int
    voted: bool


@transaction.atomic
def cast_vote(part: Part, *, by: User) -> VoteState:
    """One per person and part; voting twice is harmless. The part must have been found through `visible_to(by)`."""
    _must_be_published(part)
    # The constraint decides, not a look before: of two requests at once exactly one inserts.
    if Vote.objects.cast(part, by):
        add_counts(part, votes=+1)
    else:
        hold_part(part)  # it stands already, or there is no part any more
    return VoteState(votes=_votes(part), voted=True)


@transaction.atomic
def take_back_vote(part: Part, *, by: User) -> VoteState:
    """Taking back what was never given is harmless."""
    hold_part(part)
    if Vote.objects.take_back(part, by):
        add_counts(part, votes=-1)
    return VoteState(votes=_votes(part), voted=False)


@transaction.atomic
def post_comment(
    part: Part,
    *,
    body: str,
    by: User,
    pen_name: PenName,
    block: str = "",
    quote: str = "",
    parent: Comment | None = None,
    at: datetime | None = None,
) -> Comment:
    """A comment on a part, on one of its blocks, or in answer to another. The part came from `visible_to(by)`."""
    _must_be_published(part)
    hold_part(part)
    if pen_name.user_id != by.pk:
        raise Refused("You can only comment under your own pen names.", code="forbidden")
    if parent is not None and parent.part_id != part.pk:
        raise Refused("That comment belongs to another part.", code="invalid", fields={"parent": "Of another part."})
    if parent is not None and parent.deleted_at is not None:
        raise Refused("The comment you are answering was deleted.", code="invalid", fields={"parent": "Deleted."})
    if block and block not in _blocks_now(part):
        raise Refused("That paragraph is not in this part.", code="invalid", fields={"block": "Not in this part."})
    comment = Comment.objects.create(
        part=part,
        author=pen_name,
        parent=parent,
        thread_id=None if parent is None else parent.thread_id or parent.pk,
        block=block or (parent.block if parent else ""),
        quote=one_line(quote, "quote", limit=1000, required=False),
        body=paragraphs(body, "comment", limit=COMMENT_LIMIT, required=True),
        created_at=at or timezone.now(),
    )
    announce(CommentPosted(comment_id=comment.pk, part_id=part.pk, story_id=part.story_id))
    add_counts(part, comments=+1)
    return comment


@transaction.atomic
def edit_comment(comment: Comment, *, body: str, by: User) -> Comment:
    comment = _own(_locked(comment), by)
    text = paragraphs(body, "comment", limit=COMMENT_LIMIT, required=True)
    if text != comment.body:
        comment.body, comment.edited_at = text, timezone.now()
        comment.save(update_fields=["body", "edited_at"])
        announce(CommentEdited(comment_id=comment.pk, part_id=comment.part_id, story_id=comment.part.story_id))
    return comment


@transaction.atomic
def delete_comment(comment: Comment, *, by: User) -> None:
    """The words are gone; an answered comment leaves an empty place so that its thread stands. Twice is harmless."""
    hold_parts([comment.part_id])
    found = _locked(comment)
    if found is None or found.deleted_at is not None:  # asked under the lock: somebody may have been before us
        return
    comment = _own(found, by)
    part = comment.part
    comment.body, comment.quote, comment.passage, comment.author, comment.deleted_at = "", "", "", None, timezone.now()
    comment.save(update_fields=["body", "quote", "passage", "author", "deleted_at"])
    announce(CommentDeleted(comment_id=comment.pk, part_id=part.pk, story_id=part.story_id))
    add_counts(part, comments=-1)


def _locked(comment: Comment) -> Comment | None:
    rows = Comment.objects.select_for_update(of=("self",), no_key=True).select_related("author", "part")
    return rows.filter(pk=comment.pk).first()


def _own(found: Comment | None, by: User) -> Comment:
    if found is None or not can_edit_comment(by, found):
        raise Refused("Only the person who wrote a comment can change it.", code="forbidden")
    return found


def _blocks_now(part: Part) -> set[str]:
    """Asked under the part's lock: else a text published in this moment could leave the new comment behind."""
    row = Part.objects.select_for_update(of=("self",), no_key=True).select_related("live").filter(pk=part.pk).first()
    return {block.id for block in split_blocks(row.live.html)} if row is not None and row.live is not None else set()


def _must_be_published(part: Part) -> None:
    if not part.is_published:
        raise Refused("This part is not published, so nobody can vote or comment on it yet.", code="invalid")


def _votes(part: Part) -> int:
    counts = _counts_of.one(part.pk)
    return counts.votes if counts else 0
