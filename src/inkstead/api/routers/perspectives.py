from __future__ import annotations

from ninja import Router

from inkstead.api.auth import ApiRequest
from inkstead.api.finding import find_story
from inkstead.api.openapi import says
from inkstead.api.schemas.base import Id
from inkstead.api.schemas.perspectives import PerspectivesSeen
from inkstead.perspectives.queries import perspectives_for

router = Router(tags=["perspectives"])


@router.get("/stories/{int:story_id}/perspectives", response=PerspectivesSeen, openapi_extra=says(404, guests=True))
def perspectives(request: ApiRequest, story_id: Id) -> PerspectivesSeen:
    """Who tells each scene, which scenes tell the same moment, which lines come back: in the parts that you may read.

    Those who work on the story are told of its newest texts and its drafts.
    """
    seen, parts = perspectives_for(request.caller.user, find_story(request, story_id))
    return PerspectivesSeen.of(seen, parts)
