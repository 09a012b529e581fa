"""Comment, change it, take it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Value
from django.utils import timezone

from inkstead.accounts.models import PenName, User
from inkstead.accounts.rules import must_speak
from inkstead.discussion.actions.voting import must_be_published
from inkstead.discussion.events import (
    CommentDeleted,
    CommentEdited,
    CommentPosted,
    CommentReplied,
    CommentWaiting,
    Mentioned,
)
from inkstead.discussion.mentions import mentioned_in
from inkstead.discussion.models import (
    COMMENT_LIMIT,
    Comment,
    EarlierVersion,
    HeldFor,
    Mention,
    Reaction,
    Standing,
    Trace,
)
from inkstead.discussion.quoting import stands_in
from inkstead.discussion.reach import ahead_of, furthest_part
from inkstead.discussion.rules import can_edit_comment, why_silent, works_as
from inkstead.discussion.talk import talk_of, with_talk
from inkstead.events import announce
from inkstead.lib.lines import one_line, paragraphs
from inkstead.lib.prose import Block, split_blocks
from inkstead.lib.refusals import Refused
from inkstead.stories.actions import add_counts, hold_part, hold_parts
from inkstead.stories.models import Part

VERSIONS = 50  # of one comment that are kept


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
    """A comment on a part, on one of its blocks, or in answer to another. The part came from `visible_to(by)`.

    Where every comment is read first it waits: its `state` says so. The rights of those who work on the story are those
    of the name that works on it: a comment that only they could make would tell whose other name it stands under.
    """
    must_be_published(part)
    hold_part(part)
    if pen_name.user_id != by.pk:
        raise Refused("You can only comment under your own pen names.", code="forbidden")
    must_speak(by)
    part = with_talk(part)
    talk, is_worker = talk_of(part), works_as(pen_name, part.story)
    if why := why_silent(part, talk, by, is_worker=is_worker):
        raise Refused(why, code="forbidden")
    check_parent(part, parent, is_worker=is_worker, by=by)
    must_not_block(by, parent.author_id if parent else None, before="answer them")
    waits = talk.approve_first and not is_worker
    comment = made(
        part,
        body=body,
        block=block,
        quote=quote,
        parent=parent,
        author=pen_name,
        ahead=None if is_worker else ahead_of(part, furthest_part(by, part.story_id)),
        held_for=HeldFor.APPROVAL if waits else "",
        created_at=at or timezone.now(),
    )
    said(comment, part)
    return comment


@transaction.atomic
def edit_comment(comment: Comment, *, body: str, by: User) -> Comment:
    """What it said before is kept beside it, for everybody to see."""
    comment = _own(locked(comment), by)
    must_speak(by)
    text = paragraphs(body, "comment", limit=COMMENT_LIMIT, required=True)
    if text == comment.body:
        return comment
    _must_not_pass_by(comment)
    if comment.earlier.count() >= VERSIONS:
        raise Refused(f"This comment was changed {VERSIONS} times already; write another one.", code="invalid")
    EarlierVersion.objects.create(comment=comment, body=comment.body, at=comment.edited_at or comment.created_at)
    comment.body, comment.edited_at = text, timezone.now()
    comment.save(update_fields=["body", "edited_at"])
    _name_people(comment)
    announce(CommentEdited(comment_id=comment.pk, part_id=comment.part_id, story_id=comment.part.story_id))
    if comment.is_visible:
        tell_mentioned(comment, comment.part)
    return comment


@transaction.atomic
def delete_comment(comment: Comment, *, by: User) -> None:
    """The words are gone; an answered comment leaves an empty place so that its thread stands. Twice is harmless."""
    hold_parts([comment.part_id])
    found = locked(comment)
    if found is None or found.deleted_at is not None:  # asked under the lock: somebody may have been before us
        return
    erase(_own(found, by), by_author=True)


def made(
    part: Part,
    *,
    body: str,
    block: str,
    quote: str,
    parent: Comment | None,
    held_for: str,
    **more: object,
) -> Comment:
    """The row of a new comment and of those it names; `said` follows."""
    quote = one_line(quote, "quote", limit=1000, required=False)
    there = _blocks_now(part) if quote or (block and (parent is None or block != parent.block)) else {}
    if block and (parent is None or block != parent.block) and block not in there:
        raise Refused("That paragraph is not in this part.", code="invalid", fields={"block": "Not in this part."})
    if parent is not None:
        block = parent.block
    if quote and (block not in there or not stands_in(quote, there[block])):
        message = "The words that you quote are not in that paragraph now."
        raise Refused(message, code="invalid", fields={"quote": "Not in that paragraph."})
    comment = Comment.objects.create(
        part=part,
        parent=parent,
        thread_id=None if parent is None else parent.thread_id or parent.pk,
        block=block,
        quote=quote,
        body=paragraphs(body, "comment", limit=COMMENT_LIMIT, required=True),
        state=Standing.WAITING if held_for else Standing.SHOWN,
        held_for=held_for,
        **more,
    )
    _name_people(comment)
    return comment


def said(comment: Comment, part: Part) -> None:
    """Announce a new comment: that it can be seen, and to whom it speaks; or that it waits. Counts come last."""
    if comment.state == Standing.WAITING:
        announce(CommentWaiting(comment_id=comment.pk, part_id=part.pk, story_id=part.story_id))
        return
    announce(CommentPosted(comment_id=comment.pk, part_id=part.pk, story_id=part.story_id))
    if comment.parent_id:
        announce(
            CommentReplied(comment_id=comment.pk, parent_id=comment.parent_id, part_id=part.pk, story_id=part.story_id)
        )
    tell_mentioned(comment, part)
    add_counts(part, comments=+1)


def tell_mentioned(comment: Comment, part: Part) -> None:
    """Once for each, however often the comment is changed or hidden and shown again."""
    if "@" not in comment.body:
        return
    for mention in comment.mentions.filter(told=False).order_by("pk"):
        announce(
            Mentioned(comment_id=comment.pk, pen_name_id=mention.pen_name_id, part_id=part.pk, story_id=part.story_id)
        )
    comment.mentions.filter(told=False).update(told=True)


def erase(comment: Comment, *, by_author: bool) -> None:
    """Of a comment that is locked, with its part. Nothing of it is left but its place in the thread."""
    was_visible, part = comment.is_visible, comment.part
    comment.body, comment.quote, comment.passage, comment.guest_name = "", "", "", ""
    comment.author, comment.guest, comment.ahead, comment.deleted_at = None, None, None, timezone.now()
    comment.hearted = comment.pinned = False
    comment.save()
    for rows in (EarlierVersion, Mention, Reaction, Trace):
        rows.objects.filter(comment=comment).delete()
    announce(CommentDeleted(comment_id=comment.pk, part_id=part.pk, story_id=part.story_id, by_author=by_author))
    if was_visible:
        add_counts(part, comments=-1)


def check_parent(part: Part, parent: Comment | None, *, is_worker: bool = False, by: User | None = None) -> None:
    """Whether somebody may answer it."""
    if parent is None:
        return
    if parent.part_id != part.pk:
        raise Refused("That comment belongs to another part.", code="invalid", fields={"parent": "Of another part."})
    if parent.deleted_at is not None:
        raise Refused("The comment you are answering was deleted.", code="invalid", fields={"parent": "Deleted."})
    thread = parent.thread_id or parent.pk
    rows = Comment.objects.filter(pk__in={parent.pk, thread}).annotate(is_closed=_closed_to(by))
    known = {pk: (locked, is_closed) for pk, locked, is_closed in rows.values_list("pk", "locked", "is_closed")}
    if parent.state != Standing.SHOWN or known[parent.pk][1]:
        raise Refused("The comment you are answering is not there.", code="invalid", fields={"parent": "Not there."})
    if not is_worker and known[thread][0]:
        raise Refused("This thread is locked: nothing can be added to it.", code="forbidden")


def must_not_block(by: User, name: int | None, *, before: str) -> None:
    """Whoever blocks somebody could say what they like about their words, and they alone would not read it. Only of the
    name that is blocked: others of that person say nothing about it."""
    blocked = by.blocks.filter(pen_name=name).select_related("pen_name").first() if name else None
    if blocked is not None:
        raise Refused(f"You block {blocked.pen_name}; unblock them before you {before}.", code="forbidden")


def _closed_to(by: User | None) -> Exists | Value:
    """Its writer keeps them out."""
    if by is None:
        return Value(False)
    return Exists(PenName.objects.closed_to(by).filter(pk=OuterRef("author")))


def locked(comment: Comment) -> Comment | None:
    rows = Comment.objects.select_for_update(of=("self",), no_key=True).select_related("author", "part__story__author")
    return rows.filter(pk=comment.pk).first()


def _own(found: Comment | None, by: User) -> Comment:
    if found is None or not can_edit_comment(by, found):
        raise Refused("Only the person who wrote a comment can change it.", code="forbidden")
    return found


def _must_not_pass_by(comment: Comment) -> None:
    """Where every comment is read first, what was read is what stands there."""
    if comment.state == Standing.WAITING or comment.author is None or works_as(comment.author, comment.part.story):
        return
    if talk_of(with_talk(comment.part)).approve_first:
        raise Refused(
            "Comments here are read before others see them, and this one was. Take it back and write another one.",
            code="forbidden",
        )


def _name_people(comment: Comment) -> None:
    names = mentioned_in(comment.body)
    if names or comment.edited_at:
        comment.mentions.exclude(pen_name__in=names).delete()
        Mention.objects.bulk_create([Mention(comment=comment, pen_name=name) for name in names], ignore_conflicts=True)


def _blocks_now(part: Part) -> dict[str, Block]:
    """Asked under the part's lock: else a text published in this moment could leave the new comment behind."""
    row = Part.objects.select_for_update(of=("self",), no_key=True).select_related("live").filter(pk=part.pk).first()
    return (
        {block.id: block for block in split_blocks(row.live.html)} if row is not None and row.live is not None else {}
    )
