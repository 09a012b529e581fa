"""Comments as lists, for those who look after them or made them; and waves of guests' comments."""

from __future__ import annotations

from ninja import Router

from inkstead.accounts.models import User
from inkstead.api.auth import ApiRequest, person
from inkstead.api.cursors import make_cursor, read_cursor
from inkstead.api.errors import invalid, not_found
from inkstead.api.finding import find_known_comment, find_own_story
from inkstead.api.openapi import says
from inkstead.api.schemas.base import Cursor, Id, Limit, Word
from inkstead.api.schemas.comments import CommentsOfParts, WaveGiven, WaveList, WaveOut, comments_of_parts
from inkstead.discussion import actions
from inkstead.discussion.models import CommentQuerySet, Wave
from inkstead.discussion.queries import comments_in, filters_for, own_comments, waves_of
from inkstead.discussion.rules import can_tend
from inkstead.library.queries import apart_for
from inkstead.stories.models import Part

router = Router(tags=["comments"])
PAGES = 10_000


@router.get("/stories/{int:story_id}/comments", response=CommentsOfParts, openapi_extra=says(404, 410, 422))
def comments_of_story(
    request: ApiRequest,
    story_id: Id,
    show: Word = "",
    part: Id | None = None,
    q: Word = "",
    cursor: Cursor = "",
    limit: Limit = 30,
) -> CommentsOfParts:
    """All comments of a story that you write. `show` is `waiting`, `hidden`, `unanswered`, `margin`, `guests` or
    `hearted`, and `apart` for those of people whom you keep apart from; without it all others come."""
    user = person(request).user
    story, between = find_own_story(request, story_id), apart_for(user)
    if show not in filters_for(between):
        raise invalid("There is no such list of comments.", show="Not known.")
    rows = comments_in(story, which=show, part=part or 0, words=q.strip(), between=between)
    kind = f"inbox:{story.pk}:{show}:{part or 0}:{q.strip()}"
    return _listed(rows, kind, cursor, limit, seen=None, oldest_first=show == "waiting")


@router.get("/me/comments", response=CommentsOfParts, openapi_extra=says(422))
def my_comments(request: ApiRequest, q: Word = "", cursor: Cursor = "", limit: Limit = 30) -> CommentsOfParts:
    """What you said, under all your names, newest first."""
    user = person(request).user
    return _listed(own_comments(user, q.strip()), f"mine:{q.strip()}", cursor, limit, seen=user)


@router.get("/stories/{int:story_id}/waves", response=WaveList, openapi_extra=says(404, 410))
def waves(request: ApiRequest, story_id: Id) -> WaveList:
    """The last waves that were hidden on a story of yours."""
    person(request)
    return WaveList(items=[_wave(row) for row in waves_of(find_own_story(request, story_id))])


@router.post("/comments/{int:comment_id}/wave", response={201: WaveOut}, openapi_extra=says(404, writes=True))
def hide_wave(request: ApiRequest, comment_id: Id, given: WaveGiven) -> WaveOut:
    """Hide a guest's comment with all that came with it; the filter learns from them."""
    user, found = person(request).user, find_known_comment(request, comment_id)
    if not found.guest_name:
        raise invalid("Only what guests said comes in waves.")
    return _wave(actions.hide_wave(found, given.alike, by=user))


@router.post("/waves/{int:wave_id}/undo", response=WaveOut, openapi_extra=says(404, writes=True))
def undo_wave(request: ApiRequest, wave_id: Id) -> WaveOut:
    """Everything stands as before. Twice is harmless."""
    user = person(request).user
    found = Wave.objects.select_related("story__author").filter(pk=wave_id).first()
    if found is None or not (user.is_moderator or (found.story is not None and can_tend(user, found.story))):
        raise not_found("wave")
    return _wave(actions.undo_wave(found, by=user))


def _listed(
    rows: CommentQuerySet, kind: str, cursor: str, limit: int, *, seen: User | None, oldest_first: bool = False
) -> CommentsOfParts:
    """One page. `seen` is whose sight decides which parts are told; None for who looks after all of them."""
    begun = read_cursor(kind, cursor)
    page = min(int(begun[0]), PAGES) if begun else 0
    order = ("created_at", "pk") if oldest_first else ("-created_at", "-pk")
    found = list(rows.select_related("author", "part").order_by(*order)[page * limit : (page + 1) * limit + 1])
    parts = {row.part_id for row in found}
    if seen is not None:
        parts = set(Part.objects.visible_to(seen).filter(pk__in=parts).values_list("pk", flat=True))
    following = make_cursor(kind, page + 1) if len(found) > limit else None
    return comments_of_parts(found[:limit], parts, following)


def _wave(wave: Wave) -> WaveOut:
    return WaveOut(id=wave.pk, at=wave.at, comments=wave.comments.count(), undone=wave.undone_at is not None)
