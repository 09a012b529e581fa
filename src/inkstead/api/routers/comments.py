from __future__ import annotations

from datetime import datetime

from ninja import Router, Status

from inkstead.accounts.models import User
from inkstead.api.auth import ApiRequest, person
from inkstead.api.cursors import make_cursor, read_cursor
from inkstead.api.errors import ApiError, invalid
from inkstead.api.finding import find_comment, find_known_comment, find_part
from inkstead.api.openapi import says
from inkstead.api.schemas.base import Cursor, Id, Limit
from inkstead.api.schemas.comments import (
    CommentChange,
    CommentList,
    CommentOut,
    NewComment,
    comment_out,
    shown_comment,
)
from inkstead.discussion import actions, limits
from inkstead.discussion.models import Comment, Standing
from inkstead.discussion.queries import threads_after
from inkstead.library.queries import apart_for
from inkstead.stories.models import Part

router = Router(tags=["comments"])


@router.get("/parts/{int:part_id}/comments", response=CommentList, openapi_extra=says(404, 410, 422, guests=True))
def list_comments(request: ApiRequest, part_id: Id, cursor: Cursor = "", limit: Limit = 20) -> CommentList:
    """The threads of a part, oldest first. `limit` counts threads."""
    part = find_part(request, part_id)
    kind = f"comments:{part.pk}"
    after = read_cursor(kind, cursor)
    shown, last = threads_after(
        part,
        (datetime.fromisoformat(after[0]), after[1]) if after else None,
        limit,
        between=apart_for(request.caller.user),
    )
    following = make_cursor(kind, last[0].isoformat(), last[1]) if last else None
    return CommentList(items=[shown_comment(comment) for comment in shown], next=following)


@router.post("/parts/{int:part_id}/comments", response={201: CommentOut}, openapi_extra=says(404, 410, writes=True))
def comment(request: ApiRequest, part_id: Id, given: NewComment) -> CommentOut:
    """Comment on a part, on one of its paragraphs (`block`), or answer a comment (`parent`)."""
    who = person(request)
    part = find_part(request, part_id)
    parent = _parent(part, given.parent, who.user)
    limits.comments.must_allow(who.user.pk)
    made = actions.post_comment(
        part,
        body=given.body,
        block=given.block,
        quote=given.quote,
        parent=parent,
        by=who.user,
        pen_name=who.pen_name,
    )
    return comment_out(made, is_new=True)


@router.get("/comments/{int:comment_id}", response=CommentOut, openapi_extra=says(404, guests=True))
def one_comment(request: ApiRequest, comment_id: Id) -> CommentOut:
    """One comment; your own, and those of a story that you look after, also while they wait or are hidden. Not what
    somebody said whom you block or mute."""
    found = find_known_comment(request, comment_id)
    if found.author_id in apart_for(request.caller.user).away:
        raise ApiError(404, "not_found", f"You keep {found.author} apart and see nothing of theirs.")
    return comment_out(found)


@router.patch("/comments/{int:comment_id}", response=CommentOut, openapi_extra=says(404, writes=True))
def edit_comment(request: ApiRequest, comment_id: Id, given: CommentChange) -> CommentOut:
    """Change what you said, also while it waits."""
    who = person(request)
    found = find_known_comment(request, comment_id)
    if found.state == Standing.HIDDEN:
        found = find_comment(request, comment_id)  # it is not there to be changed
    return comment_out(actions.edit_comment(found, body=given.body, by=who.user))


@router.delete("/comments/{int:comment_id}", response={204: None}, openapi_extra=says(404, writes=True))
def delete_comment(request: ApiRequest, comment_id: Id) -> Status[None]:
    """Take back what you said, also where you cannot read it any more."""
    who = person(request)
    own = Comment.objects.filter(pk=comment_id, author__user=who.user, deleted_at__isnull=True)
    actions.delete_comment(own.select_related("part").first() or find_comment(request, comment_id), by=who.user)
    return Status(204, None)


def _parent(part: Part, parent_id: int | None, by: User) -> Comment | None:
    if parent_id is None:
        return None
    parent = Comment.objects.visible().open_to(by).filter(part=part, pk=parent_id).first()
    if parent is None:
        raise invalid("The comment you are answering is not there.", parent="Not in this part.")
    return parent
