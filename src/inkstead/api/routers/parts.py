from __future__ import annotations

import re
from typing import Any

from django.db import transaction
from ninja import Router, Status

from inkstead.api.auth import ApiRequest, Person, person
from inkstead.api.errors import ApiError, not_found
from inkstead.api.finding import find_binned_part, find_part, find_part_or_binned, is_author
from inkstead.api.openapi import says
from inkstead.api.schemas.base import FOR_GOOD, Id
from inkstead.api.schemas.parts import PartChange, PartSaved, PartShown, Publishing
from inkstead.stories import actions
from inkstead.stories.models import Part

router = Router(tags=["parts"])
REVISION = re.compile(r'(?:W/)?"?([0-9]{1,9})"?')


@router.get("/parts/{int:part_id}", response=PartShown, openapi_extra=says(404, 410, guests=True))
def part(request: ApiRequest, part_id: Id) -> PartShown:
    """A part with its text, blocks and scenes: its authors get the newest text, readers the published one."""
    found = find_part(request, part_id, "story__author", "counts", "volume", "live", "head")
    own = is_author(request, found.story)
    revision = found.head if own else found.live
    if revision is None:
        raise not_found("part")
    return PartShown.of(found, revision, for_author=own)


@router.patch("/parts/{int:part_id}", response=PartSaved, openapi_extra=says(404, 410, writes=True, if_match=True))
def change_part(request: ApiRequest, part_id: Id, given: PartChange) -> PartSaved:
    """Save a new text or other fields. A published part shows them at once, unless `draft` is true.

    With `If-Match: <revision>`, a revision that no longer stands gets 409 with the current one, and nothing is lost.
    """
    who = person(request)
    found = find_part(request, part_id)
    return PartSaved.of(_save(found, given.model_dump(exclude_unset=True), expected_revision(request), who))


@router.post("/parts/{int:part_id}/publish", response=PartSaved, openapi_extra=says(404, 410, writes=True))
def publish(request: ApiRequest, part_id: Id, given: Publishing | None = None) -> PartSaved:
    """Make a part public, or a correction that was kept back. Publishing twice is harmless.

    A `quiet` correction is announced to nobody and leaves no date.
    """
    who = person(request)
    quiet = given is not None and given.quiet
    return PartSaved.of(actions.publish_part(find_part(request, part_id), by=who.user, quiet=quiet))


@router.post("/parts/{int:part_id}/withdraw", response=PartSaved, openapi_extra=says(404, 410, writes=True))
def withdraw(request: ApiRequest, part_id: Id) -> PartSaved:
    """Take a part out of public view, or its date back. Its text, votes and comments are kept."""
    who = person(request)
    return PartSaved.of(actions.withdraw_part(find_part(request, part_id), by=who.user))


@router.delete("/parts/{int:part_id}", response={204: None}, openapi_extra=says(404, 410, writes=True))
def delete_part(request: ApiRequest, part_id: Id, for_good: bool = FOR_GOOD) -> Status[None]:
    """Throw a part away: at once nobody can open it, and for thirty days it lies in its writers' bin.

    With `?for_good=true` it goes with its revisions, votes and comments, out of the bin too, and there is no way back.
    """
    who = person(request)
    if for_good:
        actions.delete_part(find_part_or_binned(request, part_id), by=who.user)
    else:
        actions.bin_part(find_part(request, part_id, "story"), by=who.user)
    return Status(204, None)


@router.post("/parts/{int:part_id}/restore", response=PartSaved, openapi_extra=says(404, writes=True))
def restore_part(request: ApiRequest, part_id: Id) -> PartSaved:
    """Take a part out of the bin, back to its place. It is withdrawn or a draft until it is published."""
    who = person(request)
    return PartSaved.of(actions.restore_part(find_binned_part(request, part_id), by=who.user))


def expected_revision(request: ApiRequest) -> int | None:
    """`If-Match: 3`, or `"3"` as HTTP has it. Without it, or with *, a change is saved over whatever stands."""
    header = request.META.get("HTTP_IF_MATCH", "").strip()
    if header in ("", "*"):
        return None
    match = REVISION.fullmatch(header)
    if match is None:
        raise ApiError(422, "invalid", "If-Match is the number of a revision.", {"If-Match": "Not a revision."})
    return int(match[1])


@transaction.atomic
def _save(part: Part, fields: dict[str, Any], expected: int | None, who: Person) -> Part:
    """One change, all of it or nothing: the text, the other fields and the date."""
    keep_draft, dated = fields.pop("draft", False), "publish_at" in fields
    publish_at = fields.pop("publish_at", None)
    part = actions.revise_part(part, by=who.user, expected=expected, keep_draft=keep_draft, **fields)
    if publish_at is not None:
        return actions.schedule_part(part, publish_at=publish_at, by=who.user)
    if dated and part.publish_at is not None:
        return actions.withdraw_part(part, by=who.user)
    return part
