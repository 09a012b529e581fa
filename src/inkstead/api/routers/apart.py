from __future__ import annotations

from ninja import Router, Status

from inkstead.accounts.actions import block_name, unblock_name
from inkstead.accounts.models import PenName
from inkstead.accounts.queries import blocks_of
from inkstead.api.auth import ApiRequest, person
from inkstead.api.errors import not_found
from inkstead.api.openapi import says
from inkstead.api.schemas.apart import Apart, Blocked, BlockGiven, Muted
from inkstead.api.schemas.base import Word
from inkstead.library.actions import hide, show_again
from inkstead.library.models import Hide
from inkstead.library.queries import names_to_part_from

router = Router(tags=["people"])


@router.get("/me/apart", response=Apart, openapi_extra=says())
def apart(request: ApiRequest) -> Apart:
    """Whom you blocked and muted."""
    user = person(request).user
    mutes = Hide.objects.filter(user=user, pen_name__isnull=False).select_related("pen_name").order_by("-pk")
    return Apart(
        blocked=[
            Blocked(name=row.pen_name.name, slug=row.pen_name.slug, as_name=row.as_name.slug if row.as_name else None)
            for row in blocks_of(user)
        ],
        muted=[Muted(name=row.pen_name.name, slug=row.pen_name.slug) for row in mutes if row.pen_name],
    )


@router.put("/names/{slug}/block", response={204: None}, openapi_extra=says(404, 422, writes=True))
def block(request: ApiRequest, slug: Word, given: BlockGiven | None = None) -> Status[None]:
    """Keep out whoever writes under this name: from all that is yours, or from what one of your names does."""
    user, as_name = person(request).user, None
    if given is not None and given.as_name is not None:
        as_name = user.pen_names.filter(slug=given.as_name).first()
        if as_name is None:
            raise not_found("name")
    block_name(_name(request, slug), by=user, as_name=as_name)
    return Status(204, None)


@router.delete("/names/{slug}/block", response={204: None}, openapi_extra=says(404, writes=True))
def unblock(request: ApiRequest, slug: Word) -> Status[None]:
    """Let them in again."""
    found = next((row for row in blocks_of(person(request).user) if row.pen_name.slug == slug), None)
    if found is None:
        raise not_found("name")
    unblock_name(found.pen_name, by=person(request).user)
    return Status(204, None)


@router.put("/names/{slug}/mute", response={204: None}, openapi_extra=says(404, writes=True))
def mute(request: ApiRequest, slug: Word) -> Status[None]:
    """See and hear nothing of this name any more: no story in a list, no comment, no notice."""
    hide(_name(request, slug), by=person(request).user)
    return Status(204, None)


@router.delete("/names/{slug}/mute", response={204: None}, openapi_extra=says(404, writes=True))
def unmute(request: ApiRequest, slug: Word) -> Status[None]:
    """Hear of them again."""
    found = Hide.objects.filter(user=person(request).user, pen_name__slug=slug).first()
    if found is None:
        raise not_found("name")
    show_again(found.pk, by=person(request).user)
    return Status(204, None)


def _name(request: ApiRequest, slug: str) -> PenName:
    found = names_to_part_from(person(request).user).filter(slug=slug).first()
    if found is None:
        raise not_found("name")
    return found
