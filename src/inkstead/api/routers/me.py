from __future__ import annotations

from django.utils import timezone
from ninja import Body, Router, Status

from inkstead.accounts.actions import choose_adult, save_preferences
from inkstead.accounts.models import PenName
from inkstead.accounts.preferences import attributes
from inkstead.api.auth import ApiRequest, person
from inkstead.api.errors import invalid, not_found
from inkstead.api.finding import find_part, find_story
from inkstead.api.openapi import says
from inkstead.api.schemas.base import Author, Id
from inkstead.api.schemas.me import AdultChoice, Me, PlaceGiven, PlaceShown
from inkstead.api.schemas.stories import StoryList, StoryShown
from inkstead.library.actions import forget_place, keep_place
from inkstead.library.models import Place
from inkstead.stories.models import Part, Story
from inkstead.stories.queries import story_cards

router = Router(tags=["me"])


@router.get("/me", response=Me, openapi_extra=says())
def me(request: ApiRequest) -> Me:
    """Who you are here, and your pen names. Nobody else can see that they belong together."""
    who = person(request)
    names = [_author(name) for name in who.user.pen_names.order_by("pk")]
    return Me(pen_name=_author(who.pen_name), pen_names=names, role=who.user.role)


@router.get("/me/settings", response=dict[str, str], openapi_extra=says())
def settings(request: ApiRequest) -> dict[str, str]:
    """How you like to read."""
    return attributes(person(request).user.preferences)


@router.put("/me/settings", response=dict[str, str], openapi_extra=says(writes=True))
def change_settings(request: ApiRequest, given: Body[dict[str, str]]) -> dict[str, str]:
    """Change how you like to read. What is not sent stays as it is."""
    return save_preferences(person(request).user, given)


@router.put("/me/adult", response=AdultChoice, openapi_extra=says(writes=True))
def choose_about_adult(request: ApiRequest, given: AdultChoice) -> AdultChoice:
    """Whether what is rated for adults asks first, is shown at once, or is named in no list either."""
    choose_adult(person(request).user, given.adult)
    return given


@router.get("/me/adult", response=AdultChoice, openapi_extra=says())
def about_adult(request: ApiRequest) -> AdultChoice:
    """What you chose."""
    return AdultChoice.model_validate({"adult": person(request).user.adult})


@router.get("/me/places/{int:story_id}", response=PlaceShown, openapi_extra=says(404, 410))
def place(request: ApiRequest, story_id: Id) -> PlaceShown:
    """Where you are in a story; 404 when you have not begun it."""
    who = person(request)
    story = find_story(request, story_id)
    found = Place.objects.filter(user=who.user, story=story, part__in=Part.objects.visible_to(who.user)).first()
    if found is None:
        raise not_found("place")
    return _shown(found)


@router.put("/me/places/{int:story_id}", response=PlaceShown, openapi_extra=says(404, 410, writes=True))
def change_place(request: ApiRequest, story_id: Id, given: PlaceGiven) -> PlaceShown:
    """Keep your place. The newest wins, whichever device sends it last; the answer is what stands."""
    who = person(request)
    part = find_part(request, given.part)
    if part.story_id != story_id:
        raise invalid("That part is not of this story.", part="Not of this story.")
    at = given.at or timezone.now()
    address = request.META.get("REMOTE_ADDR", "")
    return _shown(keep_place(part, block=given.block, reached=given.reached, by=who.user, at=at, address=address))


@router.delete("/me/places/{int:story_id}", response={204: None}, openapi_extra=says(404, writes=True))
def drop_place(request: ApiRequest, story_id: Id) -> Status[None]:
    """Take a story off the list of what you are reading."""
    forget_place(story_id, by=person(request).user)
    return Status(204, None)


@router.get("/me/stories", response=StoryList, openapi_extra=says())
def my_stories(request: ApiRequest) -> StoryList:
    """What you write under the pen name you speak under, drafts too; changed last stands first."""
    who = person(request)
    rows = Story.objects.filter(author=who.pen_name).select_related("author", "counts").order_by("-updated_at", "-pk")
    return StoryList(items=[StoryShown.of(card) for card in story_cards(rows[:500])], next=None)


def _author(name: PenName) -> Author:
    return Author(name=name.name, url=name.get_absolute_url())


def _shown(place: Place) -> PlaceShown:
    return PlaceShown(part=place.part_id, block=place.block, reached=place.reached, at=place.at)
