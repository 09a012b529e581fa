from __future__ import annotations

from ninja import Router

from inkstead.accounts.models import PenName
from inkstead.api.auth import ApiRequest, person
from inkstead.api.errors import not_found
from inkstead.api.finding import find_story
from inkstead.api.openapi import says
from inkstead.api.schemas.base import Id, Word
from inkstead.api.schemas.library import Followed, Follows, FollowShown
from inkstead.library import actions
from inkstead.library.models import PenNameFollow, Shelf, ShelfFollow
from inkstead.library.queries import following
from inkstead.stories.actions import follow_story, unfollow_story
from inkstead.stories.families import tags_found_under
from inkstead.stories.models import Story, StoryFollow, Tag

router = Router(tags=["follows"])


@router.get("/me/follows", response=Follows, openapi_extra=says())
def my_follows(request: ApiRequest) -> Follows:
    """What you follow, as far as you may see it."""
    found = following(person(request).user)
    rows = [
        *(("story", story.id, story.title, story.url) for story in found.stories),
        *(("name", name.pk, name.name, name.get_absolute_url()) for name in found.pen_names),
        *(("tag", tag.pk, tag.name, tag.get_absolute_url()) for tag in found.tags),
        *(("shelf", shelf.pk, shelf.title, shelf.get_absolute_url()) for shelf in found.shelves),
    ]
    keys = ("kind", "id", "title", "url")
    return Follows(items=[Followed.model_validate(dict(zip(keys, row, strict=True))) for row in rows])


@router.put("/stories/{int:story_id}/follow", response=FollowShown, openapi_extra=says(404, 410, writes=True))
def follow_one_story(request: ApiRequest, story_id: Id) -> FollowShown:
    """Follow a story. Following again is harmless."""
    follow_story(find_story(request, story_id), by=person(request).user)
    return FollowShown(following=True)


@router.delete("/stories/{int:story_id}/follow", response=FollowShown, openapi_extra=says(404, 410, writes=True))
def unfollow_one_story(request: ApiRequest, story_id: Id) -> FollowShown:
    """Stop following a story, also one that is not shown any more."""
    user = person(request).user
    followed = StoryFollow.objects.select_related("story").filter(user=user, story=story_id).first()
    unfollow_story(followed.story if followed else find_story(request, story_id), by=user)
    return FollowShown(following=False)


@router.put("/names/{slug}/follow", response=FollowShown, openapi_extra=says(404, writes=True))
def follow_name(request: ApiRequest, slug: Word) -> FollowShown:
    """Follow a writer by one of their names, as it stands in the address of its page."""
    actions.follow_pen_name(_name(request, slug), by=person(request).user)
    return FollowShown(following=True)


@router.delete("/names/{slug}/follow", response=FollowShown, openapi_extra=says(404, writes=True))
def unfollow_name(request: ApiRequest, slug: Word) -> FollowShown:
    """Stop following a writer, also one whose page is not shown any more."""
    user = person(request).user
    followed = PenNameFollow.objects.select_related("pen_name").filter(user=user, pen_name__slug=slug).first()
    actions.unfollow_pen_name(followed.pen_name if followed else _name(request, slug), by=user)
    return FollowShown(following=False)


@router.put("/tags/{slug}/follow", response=FollowShown, openapi_extra=says(404, writes=True))
def follow_tag(request: ApiRequest, slug: Word) -> FollowShown:
    """Follow a tag that a public story carries."""
    who, tag = person(request), Tag.objects.filter(slug=slug).first()
    if tag is None or not Story.objects.listed().filter(tags__in=tags_found_under(tag)).exists():
        raise not_found("tag")
    actions.follow_tag(tag, by=who.user)
    return FollowShown(following=True)


@router.delete("/tags/{slug}/follow", response=FollowShown, openapi_extra=says(404, writes=True))
def unfollow_tag(request: ApiRequest, slug: Word) -> FollowShown:
    """Stop following a tag."""
    who, tag = person(request), Tag.objects.filter(slug=slug).first()
    if tag is None:
        raise not_found("tag")
    actions.unfollow_tag(tag, by=who.user)
    return FollowShown(following=False)


@router.put("/shelves/{int:shelf_id}/follow", response=FollowShown, openapi_extra=says(404, writes=True))
def follow_shelf(request: ApiRequest, shelf_id: Id) -> FollowShown:
    """Follow a public shelf."""
    who, shelf = person(request), Shelf.objects.listed(person(request).user).filter(pk=shelf_id).first()
    if shelf is None:
        raise not_found("shelf")
    actions.follow_shelf(shelf, by=who.user)
    return FollowShown(following=True)


@router.delete("/shelves/{int:shelf_id}/follow", response=FollowShown, openapi_extra=says(404, writes=True))
def unfollow_shelf(request: ApiRequest, shelf_id: Id) -> FollowShown:
    """Stop following a shelf, also one that is not shown any more."""
    who = person(request)
    followed = ShelfFollow.objects.select_related("shelf").filter(user=who.user, shelf=shelf_id).first()
    if followed is not None:
        actions.unfollow_shelf(followed.shelf, by=who.user)
    elif not Shelf.objects.listed(who.user).filter(pk=shelf_id).exists():
        raise not_found("shelf")
    return FollowShown(following=False)


def _name(request: ApiRequest, slug: str) -> PenName:
    found = PenName.objects.open_to(request.caller.user).filter(slug=slug).first()
    if found is None:
        raise not_found("name")
    return found
