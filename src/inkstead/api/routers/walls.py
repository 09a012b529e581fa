from __future__ import annotations

from ninja import Router, Status

from inkstead.accounts.models import PenName
from inkstead.api.auth import ApiRequest, person
from inkstead.api.errors import not_found
from inkstead.api.openapi import says
from inkstead.api.schemas.base import Id, Word
from inkstead.api.schemas.walls import Post, PostGiven, Wall, WallChoice
from inkstead.discussion import actions, limits
from inkstead.discussion.models import WallPost
from inkstead.discussion.queries.walls import wall_page

router = Router(tags=["people"])


@router.get("/names/{slug}/wall", response=Wall, openapi_extra=says(404, guests=True))
def wall(request: ApiRequest, slug: Word, page: int = 1, apart: bool = False) -> Wall:
    """What stands on the wall of a name, the newest first; `next` is the number of the next page. With `apart`, for its
    owner: what comes from people whom they blocked or muted, or who blocked them."""
    name = _name(request, slug)
    found = wall_page(name, request.caller.user, min(max(page, 1), 10**5), apart=apart)
    items = [Post(id=row.id, name=row.author_name, body=row.body) for row in found.posts]
    return Wall(who=actions.who_may(name), items=items, next=str(found.page + 1) if found.has_more else None)


@router.post("/names/{slug}/wall", response={201: Post}, openapi_extra=says(404, 422, writes=True))
def write_on_wall(request: ApiRequest, slug: Word, given: PostGiven) -> Status[Post]:
    """Write on it."""
    who, name = person(request), _name(request, slug)
    limits.comments.must_allow(who.user.pk)
    made = actions.write_on_wall(name, body=given.body, by=who.user, pen_name=who.pen_name)
    return Status(201, Post(id=made.pk, name=who.pen_name.name, body=made.body))


@router.put("/names/{slug}/wall", response=WallChoice, openapi_extra=says(404, 422, writes=True))
def decide_wall(request: ApiRequest, slug: Word, given: WallChoice) -> WallChoice:
    """Who may write on a wall of yours: `signed_in`, `followers` or `nobody`."""
    who = person(request).user
    name = who.pen_names.filter(slug=slug).first()
    if name is None:
        raise not_found("name")
    actions.decide_wall(name, who=given.who, by=who)
    return given


@router.delete("/wall/{int:post_id}", response={204: None}, openapi_extra=says(404, writes=True))
def take_off_wall(request: ApiRequest, post_id: Id) -> Status[None]:
    """Take off what you wrote, or what stands on a wall of yours."""
    who = person(request).user
    found = WallPost.objects.within_reach_of(who).filter(pk=post_id).first()
    if found is None:
        raise not_found("post")
    actions.take_off_wall(found, by=who)
    return Status(204, None)


def _name(request: ApiRequest, slug: str) -> PenName:
    found = PenName.objects.open_to(request.caller.user).filter(slug=slug).first()
    if found is None:
        raise not_found("name")
    return found
