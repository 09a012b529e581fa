from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Literal

from pydantic import Field

from inkstead.api.schemas.base import Answer, Author, BlockId, Given, GivenId, Text
from inkstead.discussion.models import Comment
from inkstead.discussion.queries import ShownComment, comment_html, told_of


class NewComment(Given):
    body: Text
    block: BlockId = Field("", description="The paragraph it is about: a margin comment.")
    quote: Text = ""
    parent: GivenId | None = Field(None, description="The comment it answers.")


class CommentChange(Given):
    body: Text


class CommentOut(Answer):
    id: int
    url: str
    body: str = Field(description="As typed.")
    html: str
    author: Author | None = Field(description="Null when it was deleted.")
    block: str
    quote: str
    parent: int | None
    at: datetime
    edited_at: datetime | None
    deleted: bool = Field(description="Its words are gone or hidden; it stands because somebody answered it.")
    state: str = Field(default="shown", description="`waiting` until somebody who writes the story has read it.")
    guest: str = Field(default="", description="The name of somebody without an account.")
    ahead: bool = Field(
        default=False, description="Its writer had read further than this part: it may tell what comes."
    )
    pinned: bool = False
    hearted: bool = Field(default=False, description="Those who write the story like it.")
    locked: bool = Field(default=False, description="Nothing can be added to its thread.")
    reactions: dict[str, int] = Field(default_factory=dict, description="How often each word was said about it.")


class CommentOfPart(CommentOut):
    """As it stands in a list that goes over several parts."""

    part: int | None = Field(description="Null where you may not see it any more.")


class CommentsOfParts(Answer):
    items: list[CommentOfPart] = Field(description="Newest first; those that wait come oldest first.")
    next: str | None = Field(description="Send it as `cursor` to go on; null at the end.")


class WaveGiven(Given):
    alike: Literal["text", "network", "time"] = Field(
        description="Guests' comments of nearly the same words, of one network within a day, or of one half hour."
    )


class WaveOut(Answer):
    id: int
    at: datetime
    comments: int
    undone: bool


class WaveList(Answer):
    items: list[WaveOut]


class CommentList(Answer):
    items: list[CommentOut] = Field(description="Threads, oldest first; each answer after what it answers.")
    next: str | None = Field(description="Send it as `cursor` to go on; null at the end.")


class MarginsOut(Answer):
    blocks: dict[str, int] = Field(description="From the id of a paragraph to the number of its comments.")


class ReactionIn(Given):
    kind: str = Field(description="One of love, laugh, cry, gasp, shiver.")


class TalkOut(Given):
    who: str = Field(description="One of everyone, signed_in, followers, nobody.")
    approve_first: bool = False


def comment_out(comment: Comment, *, is_new: bool = False) -> CommentOut:
    """Of one that stands, with its author joined."""
    author, told = comment.author, told_of([comment], are_new=is_new)
    return CommentOut(
        id=comment.pk,
        url=comment.get_absolute_url(),
        body=comment.body,
        html=comment_html(comment.body, told.mentioned.get(comment.pk, ())),
        author=Author(name=author.name, url=author.get_absolute_url()) if author else None,
        state=comment.state,
        guest=comment.guest_name,
        ahead=comment.ahead_id is not None,
        pinned=comment.pinned,
        hearted=comment.hearted,
        locked=comment.locked,
        block=comment.block,
        quote=comment.quote,
        parent=comment.parent_id,
        at=comment.created_at,
        edited_at=comment.edited_at,
        deleted=comment.deleted_at is not None,
        reactions=dict(told.reacted.get(comment.pk, {})),
    )


def comments_of_parts(rows: Sequence[Comment], seen: Collection[int], following: str | None) -> CommentsOfParts:
    """With their parts joined. Of a part that is not `seen` nothing is told but what they said there."""
    told = [comment_out(row).model_dump() | {"part": row.part_id} for row in rows]
    for out in told:
        if out["part"] not in seen:
            out |= {"part": None, "url": "", "quote": "", "block": "", "parent": None}
    return CommentsOfParts(items=[CommentOfPart(**out) for out in told], next=following)


def shown_comment(shown: ShownComment) -> CommentOut:
    return CommentOut(
        id=shown.id,
        url=shown.url,
        body=shown.body,
        html=shown.html,
        author=Author(name=shown.author_name, url=shown.author_url) if shown.author_url else None,
        block=shown.block,
        quote=shown.quote,
        parent=shown.parent,
        at=shown.at,
        edited_at=shown.edited_at,
        deleted=shown.deleted,
        guest=shown.author_name if shown.is_guest else "",
        ahead=shown.ahead > 0,
        pinned=shown.pinned,
        hearted=shown.hearted,
        locked=shown.locked,
        reactions=dict(shown.reacted or {}),
    )
