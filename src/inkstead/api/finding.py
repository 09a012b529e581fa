"""How rows are found: always among what the caller may see, so that everything else is simply not there."""

from __future__ import annotations

from functools import cache

from django.db.models import QuerySet

from inkstead.accounts.models import User
from inkstead.api.auth import ApiRequest
from inkstead.api.errors import ApiError, not_found
from inkstead.discussion.models import Comment, Standing
from inkstead.discussion.rules import can_tend
from inkstead.stores.prepared import Prepared
from inkstead.stories.finding import refuse_tombstone
from inkstead.stories.gate import RATINGS, is_adult, shown_adult
from inkstead.stories.models import Part, Story
from inkstead.stories.rules import can_edit, role_of
from inkstead.web.gate import said_yes


def find_story(request: ApiRequest, story_id: int, *joins: str) -> Story:
    found = Story.objects.visible_to(request.caller.user).select_related("author", *joins).filter(pk=story_id).first()
    if found is None:
        refuse_tombstone(story=story_id)
        raise not_found("story")
    return found


def find_part(request: ApiRequest, part_id: int, *joins: str) -> Part:
    """With whatever of its story and texts the endpoint needs joined."""
    joins = joins if any(join.startswith("story") for join in joins) else (*joins, "story")
    user = request.caller.user
    found = _part_for_guest(joins).one(part_id) if user is None else _part_for(user.role, joins).one(part_id, user.pk)
    if found is None:
        refuse_tombstone(part=part_id)
        raise not_found("part")
    must_have_said_yes(request, found)
    return found


def must_have_said_yes(request: ApiRequest, part: Part) -> None:
    """What is rated for adults is for those who said so: in their settings, or with the call."""
    user = request.caller.user
    if part.rating and part.rating not in RATINGS:
        return
    if shown_adult(user) or said_yes(request) or not is_adult(part) or (user is not None and role_of(user, part.story)):
        return
    raise adult_refused()


def adult_refused() -> ApiError:
    return ApiError(403, "adult", "This is rated for adults. Send adult=yes with the address to see it.")


def find_binned_story(request: ApiRequest, story_id: int) -> Story:
    user = request.caller.user
    mine = Story.objects.in_bin_of(user) if user else Story.objects.none()
    found = mine.select_related("author").filter(pk=story_id).first()
    if found is None:
        raise not_found("story")
    return found


def find_story_or_binned(request: ApiRequest, story_id: int) -> Story:
    """Among what the caller may see, or else in their bin."""
    visible = Story.objects.visible_to(request.caller.user).select_related("author").filter(pk=story_id).first()
    return visible or find_binned_story(request, story_id)


def find_binned_part(request: ApiRequest, part_id: int) -> Part:
    user = request.caller.user
    mine = Part.objects.in_bin_of(user) if user else Part.objects.none()
    found = mine.select_related("story__author", "head").filter(pk=part_id).first()
    if found is None:
        raise not_found("part")
    return found


def find_part_or_binned(request: ApiRequest, part_id: int) -> Part:
    visible = Part.objects.visible_to(request.caller.user).filter(pk=part_id).first()
    return visible or find_binned_part(request, part_id)


@cache
def _part_for_guest(joins: tuple[str, ...]) -> Prepared[Part]:
    return Prepared(lambda part: _joined(Part.objects.visible_to(None), joins).filter(pk=part), int)


@cache
def _part_for(role: str, joins: tuple[str, ...]) -> Prepared[Part]:
    """`visible_to` may depend on who somebody is and on their role, and on nothing else of them."""
    return Prepared(
        lambda part, user: _joined(Part.objects.visible_to(User(pk=user, role=role)), joins).filter(pk=part), int, int
    )


def _joined(rows: QuerySet[Part], joins: tuple[str, ...]) -> QuerySet[Part]:
    return rows.select_related(*joins) if joins else rows


def find_own_part(request: ApiRequest, part_id: int, *joins: str) -> Part:
    """For what only authors may know of: to everybody else there is no such thing."""
    part = find_part(request, part_id, "story__author", *joins)
    if not is_author(request, part.story):
        raise not_found("part")
    return part


def find_own_story(request: ApiRequest, story_id: int, *joins: str) -> Story:
    """For what only those who write it may know of."""
    story = find_story(request, story_id, *joins)
    if not is_author(request, story):
        raise not_found("story")
    return story


def find_known_comment(request: ApiRequest, comment_id: int) -> Comment:
    """Also one that waits or is hidden, for its own author and for those who look after it."""
    user = request.caller.user
    rows = Comment.objects.filter(pk=comment_id, deleted_at=None).select_related("author", "part__story__author")
    found = rows.first() if user is not None else None
    if user is None or found is None or not (_is_own(found, user) or _is_to_tend(found, user)):
        return find_comment(request, comment_id)
    must_have_said_yes(request, found.part)
    return found


def _is_to_tend(comment: Comment, user: User) -> bool:
    """What is shown they find as every reader does: not where they and its author keep apart."""
    return comment.state != Standing.SHOWN and can_tend(user, comment.part.story)


def _is_own(comment: Comment, user: User) -> bool:
    """Where they cannot read the part any more they find their words among their own comments."""
    mine = comment.author is not None and comment.author.user_id == user.pk
    return mine and Part.objects.visible_to(user).published().filter(pk=comment.part_id).exists()


def find_comment(request: ApiRequest, comment_id: int) -> Comment:
    parts = Part.objects.visible_to(request.caller.user).published()
    rows = (
        Comment.objects.visible().open_to(request.caller.user).filter(part__in=parts).select_related("author", "part")
    )
    found = rows.filter(pk=comment_id).first()
    if found is None:
        raise not_found("comment")
    must_have_said_yes(request, found.part)
    return found


def is_author(request: ApiRequest, story: Story) -> bool:
    """Wants the story's author joined."""
    return request.caller.user is not None and can_edit(request.caller.user, story)
