"""What somebody hides from their lists. Writers are hidden by muting them."""

from __future__ import annotations

from ninja import Router, Status

from inkstead.api.auth import ApiRequest, person
from inkstead.api.errors import not_found
from inkstead.api.finding import find_story
from inkstead.api.openapi import says
from inkstead.api.schemas.apart import Hidden, HiddenThing
from inkstead.api.schemas.base import Id, Word
from inkstead.library.actions import hide, show_again
from inkstead.library.queries import hides_of
from inkstead.stories.families import open_tags

router = Router(tags=["library"])


@router.get("/me/hidden", response=Hidden, openapi_extra=says())
def hidden(request: ApiRequest) -> Hidden:
    """Stories, tags and writers that no list of yours names."""
    rows = hides_of(person(request).user)
    return Hidden(items=[HiddenThing.of(row) for row in rows])


@router.put("/stories/{int:story_id}/hide", response={204: None}, openapi_extra=says(404, 410, writes=True))
def hide_story(request: ApiRequest, story_id: Id) -> Status[None]:
    """Hide a story from your lists."""
    user = person(request).user
    hide(find_story(request, story_id), by=user)
    return Status(204, None)


@router.delete("/stories/{int:story_id}/hide", response={204: None}, openapi_extra=says(404, writes=True))
def show_story(request: ApiRequest, story_id: Id) -> Status[None]:
    """Show it again; it need not be hidden."""
    _show(request, story=story_id)
    return Status(204, None)


@router.put("/tags/{slug}/hide", response={204: None}, openapi_extra=says(404, writes=True))
def hide_tag(request: ApiRequest, slug: Word) -> Status[None]:
    """Hide all that stands under a tag from your lists."""
    user = person(request).user
    tag = open_tags(user).filter(slug=slug).first()
    if tag is None:
        raise not_found("tag")
    hide(tag, by=user)
    return Status(204, None)


@router.delete("/tags/{slug}/hide", response={204: None}, openapi_extra=says(404, writes=True))
def show_tag(request: ApiRequest, slug: Word) -> Status[None]:
    """Show it again; it need not be hidden."""
    _show(request, tag__slug=slug)
    return Status(204, None)


def _show(request: ApiRequest, **which: object) -> None:
    user = person(request).user
    for row in user.hides.filter(**which):
        show_again(row.pk, by=user)
