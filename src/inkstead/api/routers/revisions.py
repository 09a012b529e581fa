from __future__ import annotations

from ninja import Router

from inkstead.api.auth import ApiRequest, person
from inkstead.api.cursors import make_cursor, read_cursor
from inkstead.api.errors import not_found
from inkstead.api.finding import find_own_part
from inkstead.api.openapi import says
from inkstead.api.schemas.base import Cursor, Id, Limit
from inkstead.api.schemas.parts import RevisionList, RevisionShown, revision_line, revision_shown

router = Router(tags=["revisions"])


@router.get("/parts/{int:part_id}/revisions", response=RevisionList, openapi_extra=says(404, 410, 422))
def list_revisions(request: ApiRequest, part_id: Id, cursor: Cursor = "", limit: Limit = 20) -> RevisionList:
    """Every saved text of a part, newest first. For its authors only."""
    person(request)
    part = find_own_part(request, part_id)
    kind = f"revisions:{part.pk}"
    rows = part.revisions.select_related("by").without_texts().order_by("-number")
    if before := read_cursor(kind, cursor):
        rows = rows.filter(number__lt=before[0])
    found = list(rows[: limit + 1])
    following = make_cursor(kind, found[limit - 1].number) if len(found) > limit else None
    return RevisionList(items=[revision_line(row) for row in found[:limit]], next=following)


@router.get("/parts/{int:part_id}/revisions/{int:revision}", response=RevisionShown, openapi_extra=says(404, 410))
def one_revision(request: ApiRequest, part_id: Id, revision: Id) -> RevisionShown:
    """One saved text of a part. For its authors only."""
    person(request)
    part = find_own_part(request, part_id)
    found = part.revisions.select_related("by").filter(number=revision).first()
    if found is None:
        raise not_found("revision")
    return revision_shown(found)
