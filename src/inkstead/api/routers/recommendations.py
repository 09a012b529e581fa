from __future__ import annotations

from ninja import Router

from inkstead.api.auth import ApiRequest, person
from inkstead.api.finding import find_story
from inkstead.api.openapi import says
from inkstead.api.schemas.base import Id
from inkstead.api.schemas.recommendations import OfferedList, OfferedShown, RelatedList
from inkstead.api.schemas.stories import StoryShown
from inkstead.discovery.queries.hiding import listed_for
from inkstead.recommendations.queries import offered_to, related_to

router = Router(tags=["recommendations"])


@router.get("/stories/{int:story_id}/related", response=RelatedList, openapi_extra=says(404, 410, guests=True))
def related(request: ApiRequest, story_id: Id) -> RelatedList:
    """What readers who finished this story finished too, the likest first. Only where enough people did."""
    found = find_story(request, story_id)
    cards = related_to(found.pk, listed_for(request.caller.user), size=12)
    return RelatedList(items=[StoryShown.of(card) for card in cards])


@router.get("/me/recommendations", response=OfferedList, openapi_extra=says())
def recommendations(request: ApiRequest) -> OfferedList:
    """Stories for you, each with the reason. Nobody else sees this list."""
    offered = offered_to(person(request).user)
    return OfferedList(items=[OfferedShown.of(one) for one in offered])
