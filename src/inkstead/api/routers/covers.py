from __future__ import annotations

from io import BytesIO

from ninja import Router, Status

from inkstead.api.auth import ApiRequest, person
from inkstead.api.errors import ApiError
from inkstead.api.finding import find_story
from inkstead.api.openapi import says
from inkstead.api.schemas.base import Id
from inkstead.api.schemas.stories import CoverKept
from inkstead.stories import actions, rules
from inkstead.stories.covers import cover_of, prepare_cover

router = Router(tags=["stories"])
PICTURE = {
    "requestBody": {
        "required": True,
        "description": "The file itself.",
        "content": {"image/*": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.put(
    "/stories/{int:story_id}/cover",
    response=CoverKept,
    openapi_extra={**says(404, 410, writes=True, key=False), **PICTURE},
)
def set_cover(request: ApiRequest, story_id: Id) -> CoverKept:
    """Give a story a cover: a JPEG, PNG, WebP, AVIF or GIF of at most 10 MB, made anew at the sizes that pages show.

    The body is the picture itself, with its Content-Type. Doing it again is harmless, so it takes no Idempotency-Key.
    """
    who = person(request)
    found = find_story(request, story_id)
    rules.must_publish(who.user, found)  # before the picture is looked at: strangers cost nothing
    rules.must_be_kept(found)
    if not (request.content_type or "").startswith("image/"):
        raise ApiError(415, "unsupported_media_type", "Send the picture itself, with Content-Type: image/jpeg say.")
    kept = actions.set_cover(found, prepare_cover(BytesIO(request.body)), by=who.user)
    cover = cover_of(kept.cover.name or "")
    return CoverKept(cover=cover.url if cover else "")


@router.delete(
    "/stories/{int:story_id}/cover", response={204: None}, openapi_extra=says(404, 410, writes=True, key=False)
)
def remove_cover(request: ApiRequest, story_id: Id) -> Status[None]:
    """Take a story's cover away; it has the one that is drawn for it."""
    who = person(request)
    actions.remove_cover(find_story(request, story_id), by=who.user)
    return Status(204, None)
