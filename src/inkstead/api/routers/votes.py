from __future__ import annotations

from ninja import Router

from inkstead.api.auth import ApiRequest, person
from inkstead.api.finding import find_part
from inkstead.api.openapi import says
from inkstead.api.schemas.base import Id
from inkstead.api.schemas.me import VoteShown
from inkstead.discussion.actions import VoteState, cast_vote, take_back_vote

router = Router(tags=["votes"])


@router.put("/parts/{int:part_id}/vote", response=VoteShown, openapi_extra=says(404, 410, writes=True))
def vote(request: ApiRequest, part_id: Id) -> VoteShown:
    """Vote for a part. Once per person; voting again is harmless."""
    who = person(request)
    return _shown(cast_vote(find_part(request, part_id), by=who.user, address=request.META["REMOTE_ADDR"]))


@router.delete("/parts/{int:part_id}/vote", response=VoteShown, openapi_extra=says(404, 410, writes=True))
def unvote(request: ApiRequest, part_id: Id) -> VoteShown:
    """Take a vote back."""
    who = person(request)
    return _shown(take_back_vote(find_part(request, part_id), by=who.user))


def _shown(state: VoteState) -> VoteShown:
    return VoteShown(votes=state.votes, voted=state.voted)
