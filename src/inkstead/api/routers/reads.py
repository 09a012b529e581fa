from __future__ import annotations

from ninja import Router

from inkstead.api.auth import ApiRequest
from inkstead.api.finding import find_part
from inkstead.api.openapi import says
from inkstead.api.schemas.base import Id
from inkstead.api.schemas.me import ReadGiven, ReadTaken
from inkstead.reading.actions import record_read

router = Router(tags=["reads"])


@router.post(
    "/parts/{int:part_id}/reads", response={202: ReadTaken}, openapi_extra=says(404, 410, guests=True, writes=True)
)
def read(request: ApiRequest, part_id: Id, given: ReadGiven) -> ReadTaken:
    """Tell that a part was read. What counts, and what does not, stands under /about/counting/."""
    record_read(
        find_part(request, part_id, "story__author"),
        reached=given.reached,
        seconds=given.seconds,
        block=given.block,
        source=given.source,
        by=request.caller.user,
        address=request.META.get("REMOTE_ADDR", ""),
        user_agent=request.META.get("HTTP_USER_AGENT", ""),
    )
    return ReadTaken(accepted=True)
