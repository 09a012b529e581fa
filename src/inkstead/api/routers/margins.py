"""The margin of a part, reactions, and looking after comments."""

from __future__ import annotations

from ninja import Router, Status

from inkstead.api.auth import ApiRequest, person
from inkstead.api.cursors import make_cursor, read_cursor
from inkstead.api.errors import invalid, not_found
from inkstead.api.finding import find_comment, find_own_story, find_part
from inkstead.api.openapi import says
from inkstead.api.schemas.base import Cursor, Id
from inkstead.api.schemas.comments import (
    CommentList,
    CommentOut,
    MarginsOut,
    ReactionIn,
    TalkOut,
    comment_out,
    shown_comment,
)
from inkstead.discussion import actions
from inkstead.discussion.models import Comment, StoryTalk
from inkstead.discussion.queries import margin_page, margins_of
from inkstead.discussion.rules import can_tend
from inkstead.library.queries import apart_for
from inkstead.stories.models import Part

router = Router(tags=["comments"])
TENDING = {"approve": actions.approve_comment, "hide": actions.hide_comment, "show": actions.show_comment}


@router.get("/parts/{int:part_id}/margins", response=MarginsOut, openapi_extra=says(404, 410, guests=True))
def margins(request: ApiRequest, part_id: Id) -> MarginsOut:
    """How many comments each paragraph has in its margin."""
    return MarginsOut(blocks=margins_of(find_part(request, part_id, "live"), apart_for(request.caller.user)))


@router.get("/parts/{int:part_id}/margins/{block}", response=CommentList, openapi_extra=says(404, 410, guests=True))
def one_margin(request: ApiRequest, part_id: Id, block: str, cursor: Cursor = "") -> CommentList:
    """The threads beside a paragraph, twenty at a time."""
    between = apart_for(request.caller.user)
    part = find_part(request, part_id, "live")
    kind = f"margin:{part.pk}:{block[:16]}"
    after = read_cursor(kind, cursor)
    shown = margin_page(part, block[:16], after[0] if after else 1, between=between)
    following = make_cursor(kind, shown.page + 1) if shown.has_more else None
    return CommentList(items=[shown_comment(comment) for comment in shown.comments], next=following)


@router.put("/comments/{int:comment_id}/reaction", response={204: None}, openapi_extra=says(404, writes=True))
def react(request: ApiRequest, comment_id: Id, given: ReactionIn) -> Status[None]:
    """Say one word about a comment: `love`, `laugh`, `cry`, `gasp` or `shiver`. Another one takes its place."""
    actions.react(find_comment(request, comment_id), given.kind, by=person(request).user)
    return Status(204, None)


@router.delete("/comments/{int:comment_id}/reaction", response={204: None}, openapi_extra=says(404, writes=True))
def take_reaction_back(request: ApiRequest, comment_id: Id) -> Status[None]:
    """Take it back; there need not be one."""
    actions.take_back_reaction(find_comment(request, comment_id), by=person(request).user)
    return Status(204, None)


@router.put(
    "/parts/{int:part_id}/margins/{block}/reaction", response={204: None}, openapi_extra=says(404, 410, writes=True)
)
def react_to_paragraph(request: ApiRequest, part_id: Id, block: str, given: ReactionIn) -> Status[None]:
    """The same about a paragraph."""
    who = person(request)
    actions.react_to_paragraph(find_part(request, part_id, "live"), block, given.kind, by=who.user)
    return Status(204, None)


@router.delete(
    "/parts/{int:part_id}/margins/{block}/reaction", response={204: None}, openapi_extra=says(404, 410, writes=True)
)
def take_paragraph_reaction_back(request: ApiRequest, part_id: Id, block: str) -> Status[None]:
    """Take it back; there need not be one."""
    who = person(request)
    actions.take_back_paragraph_reaction(find_part(request, part_id), block[:16], by=who.user)
    return Status(204, None)


@router.post("/comments/{int:comment_id}/tend/{act}", response=CommentOut, openapi_extra=says(404, writes=True))
def tend(request: ApiRequest, comment_id: Id, act: str) -> CommentOut:
    """For those who write the story: `approve`, `hide`, `show`; `heart`, `pin`, `lock` and, with `un` before, back."""
    who = person(request)
    rows = Comment.objects.filter(pk=comment_id, deleted_at__isnull=True)
    found = rows.select_related("author", "part__story__author").first()
    if found is None or not can_tend(who.user, found.part.story):
        parts = Part.objects.visible_to(who.user)
        found = rows.visible().open_to(who.user).filter(part__in=parts).first()  # they may read it, and no more
    if found is None:
        raise not_found("comment")
    mark = act.removeprefix("un")
    if act in TENDING:
        return comment_out(TENDING[act](found, by=who.user))
    if mark not in ("heart", "pin", "lock"):
        raise invalid("There is nothing like that to do with a comment.", act="Not known.")
    return comment_out(actions.mark_comment(found, mark, given=act == mark, by=who.user))


@router.get("/stories/{int:story_id}/talk", response=TalkOut, openapi_extra=says(404, 410))
def talk(request: ApiRequest, story_id: Id) -> TalkOut:
    """Who may comment on a story of yours."""
    person(request)
    found = StoryTalk.objects.filter(story=find_own_story(request, story_id)).first() or StoryTalk()
    return TalkOut(who=found.who, approve_first=found.approve_first)


@router.put("/stories/{int:story_id}/talk", response=TalkOut, openapi_extra=says(404, 410, writes=True))
def decide_talk(request: ApiRequest, story_id: Id, given: TalkOut) -> TalkOut:
    """Decide who may: `everyone`, `signed_in`, `followers` or `nobody`; and whether you read every comment first."""
    who = person(request)
    story = find_own_story(request, story_id)
    actions.decide_talk(story, who=given.who, approve_first=given.approve_first, by=who.user)
    return given
