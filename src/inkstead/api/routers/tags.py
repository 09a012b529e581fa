from __future__ import annotations

from typing import Any

from ninja import Router
from ninja.params.functions import Query

from inkstead.accounts.rules import can_keep_tags
from inkstead.api.auth import ApiRequest, Person, person
from inkstead.api.cursors import make_cursor, read_cursor
from inkstead.api.errors import ApiError, not_found
from inkstead.api.openapi import says
from inkstead.api.schemas.base import Cursor, Id, Word
from inkstead.api.schemas.tags import (
    KeptTag,
    KeptTags,
    Kind,
    Shows,
    TagChangeShown,
    TagDeed,
    TagDone,
    TagLog,
    TagPreview,
    TagUndo,
    TagWhole,
)
from inkstead.stories.models import Tag
from inkstead.tagkeeping import actions, queries
from inkstead.tagkeeping.models import TagChange
from inkstead.tagkeeping.plans import Asked, plan

router = Router(tags=["tag keepers"])
NO_KIND: Any = Query(None)
LINES, SAMPLE = 50, 12


@router.get("/tags", response=KeptTags, openapi_extra=says(400, 403))
def kept_tags(
    request: ApiRequest, q: Word = "", kind: Kind | None = NO_KIND, show: Shows = "", cursor: Cursor | None = None
) -> KeptTags:
    """For tag keepers: tags that some public story carries or that somebody decided about, by name."""
    _keeper(request)
    position = read_cursor("tags", cursor)
    found = queries.tag_list(q=q, kind=kind or "", shown=show, after=str(position[0]) if position else "")
    return KeptTags(
        items=[KeptTag.of(row) for row in found.rows], next=make_cursor("tags", found.next) if found.next else None
    )


@router.get("/tags/{int:tag_id}", response=TagWhole, openapi_extra=says(403, 404))
def kept_tag(request: ApiRequest, tag_id: Id) -> TagWhole:
    """For tag keepers: one tag, with all that was decided about it."""
    _keeper(request)
    return TagWhole.of(queries.tag_page(_tag(tag_id)))


@router.post("/tags/{int:tag_id}/changes", response=TagDone, openapi_extra=says(403, 404, writes=True))
def change_one_tag(request: ApiRequest, tag_id: Id, given: TagDeed) -> TagDone:
    """For tag keepers: merge, free, name, link or split a tag, or give it a kind. With `preview` nothing is changed."""
    keeper, tag = _keeper(request), _tag(tag_id)
    asked = Asked(
        given.do,
        other=given.other,
        kind=given.kind or "",
        name=given.name,
        language=given.language,
        beside=given.beside,
        stories=tuple(given.stories),
    )
    if given.preview:
        made = plan(tag, asked)
        sample = list(made.stories.values_list("title", flat=True)[:SAMPLE])
        preview = TagPreview(said=made.said, stories=made.stories.count(), sample=sample, notes=list(made.notes))
        return TagDone(preview=preview)
    return TagDone(
        change=_shown(actions.change_tag(tag, asked, by=keeper.user, pen_name=keeper.pen_name, why=given.why))
    )


@router.get("/tag-changes", response=TagLog, openapi_extra=says(400, 403))
def tag_changes(request: ApiRequest, cursor: Cursor | None = None) -> TagLog:
    """For tag keepers: what was decided about tags, newest first."""
    _keeper(request)
    position = read_cursor("tag-changes", cursor)
    rows = queries.log()
    found = list((rows.filter(pk__lt=position[0]) if position else rows)[: LINES + 1])
    shown = found[:LINES]
    following = make_cursor("tag-changes", shown[-1].pk) if len(found) > LINES else None
    return TagLog(items=[_shown(change) for change in shown], next=following)


@router.get("/tag-changes/{int:change_id}", response=TagChangeShown, openapi_extra=says(403, 404))
def tag_change(request: ApiRequest, change_id: Id) -> TagChangeShown:
    """For tag keepers: one change, and how far it has come."""
    _keeper(request)
    return _shown(_change(change_id))


@router.post("/tag-changes/{int:change_id}/undo", response=TagChangeShown, openapi_extra=says(403, 404, writes=True))
def undo_tag_change(request: ApiRequest, change_id: Id, given: TagUndo | None = None) -> TagChangeShown:
    """For tag keepers: take a change back, as far as nothing else was decided since."""
    keeper = _keeper(request)
    why = given.why if given else ""
    return _shown(actions.undo_change(_change(change_id), by=keeper.user, pen_name=keeper.pen_name, why=why))


def _keeper(request: ApiRequest) -> Person:
    """A token speaks under its own pen name, so that is who stands in the log."""
    who = person(request)
    if not can_keep_tags(who.user):
        raise ApiError(403, "forbidden", "Only tag keepers and administrators look after tags.")
    return who


def _tag(tag_id: int) -> Tag:
    found = queries.known().select_related("stands_for").filter(pk=tag_id).first()
    if found is None:
        raise not_found("tag")
    return found


def _change(change_id: int) -> TagChange:
    found = queries.log().filter(pk=change_id).first()
    if found is None:
        raise not_found("change")
    return found


def _shown(change: TagChange) -> TagChangeShown:
    return TagChangeShown.of(change, queries.tasks_of(change))
