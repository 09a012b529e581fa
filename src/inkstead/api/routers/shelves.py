from __future__ import annotations

from ninja import Router, Status

from inkstead.api.auth import ApiRequest, person
from inkstead.api.errors import not_found
from inkstead.api.finding import find_story
from inkstead.api.openapi import says
from inkstead.api.schemas.base import Cursor, Id, Word
from inkstead.api.schemas.library import (
    HistoryList,
    HistoryPause,
    HistoryShown,
    ShelfChange,
    ShelfGiven,
    ShelfMade,
    ShelfShown,
    ShelfWhole,
    Shelved,
    ShelvedGiven,
    Shelves,
)
from inkstead.lib.refusals import Refused
from inkstead.library import actions
from inkstead.library.models import Shelf
from inkstead.library.queries import ShelfView, history_page, is_paused, shelf_row, shelf_view, shelves_of
from inkstead.stories.models import Story

router = Router(tags=["library"])


@router.get("/me/shelves", response=Shelves, openapi_extra=says())
def my_shelves(request: ApiRequest) -> Shelves:
    """Your shelves, the four that everybody has first."""
    user = person(request).user
    actions.ensure_shelves(user)
    return Shelves(items=[ShelfShown.of(line) for line in shelves_of(user)])


@router.post("/me/shelves", response={201: ShelfMade}, openapi_extra=says(writes=True))
def add_shelf(request: ApiRequest, given: ShelfGiven) -> Status[ShelfMade]:
    """Make a shelf. Nobody else sees it until you say so."""
    made = actions.make_shelf(title=given.title, about=given.about, by=person(request).user)
    return Status(201, ShelfMade(id=made.pk, url=f"/library/shelf/{made.pk}/"))


@router.get("/me/shelves/{int:shelf_id}", response=ShelfWhole, openapi_extra=says(404))
def my_shelf(request: ApiRequest, shelf_id: Id) -> ShelfWhole:
    """What stands on a shelf of yours, in its order, with your notes."""
    user = person(request).user
    return _whole(shelf_view(_own(request, shelf_id), Story.objects.visible_to(user)))


@router.patch("/me/shelves/{int:shelf_id}", response=ShelfWhole, openapi_extra=says(404, writes=True))
def change_shelf(request: ApiRequest, shelf_id: Id, given: ShelfChange) -> ShelfWhole:
    """Change its title, what is said about it, or who sees it. Shown first, it gets the name you speak under."""
    who, wanted = person(request), given.model_dump(exclude_unset=True)
    shelf = actions.edit_shelf(_own(request, shelf_id), by=who.user, pen_name=who.pen_name, **wanted)
    return _whole(shelf_view(shelf, Story.objects.visible_to(who.user)))


@router.delete("/me/shelves/{int:shelf_id}", response={204: None}, openapi_extra=says(404, writes=True))
def drop_shelf(request: ApiRequest, shelf_id: Id) -> Status[None]:
    """Take away a shelf with its notes. The four that everybody has stay."""
    actions.delete_shelf(_own(request, shelf_id), by=person(request).user)
    return Status(204, None)


@router.put(
    "/me/shelves/{int:shelf_id}/stories/{int:story_id}", response=Shelved, openapi_extra=says(404, 410, writes=True)
)
def shelve_story(request: ApiRequest, shelf_id: Id, story_id: Id, given: ShelvedGiven) -> Shelved:
    """Put a story on a shelf, write a note on it, give it a place. Putting it there again is harmless."""
    user = person(request).user
    shelf, story = _own(request, shelf_id), find_story(request, story_id)
    actions.put_on_shelf(shelf, story, note=given.note, by=user)
    if given.place is not None:
        actions.place_entry(shelf, story.pk, to=given.place, by=user)
    row = shelf_row(shelf, story, Story.objects.visible_to(user))
    if row is None:  # another of their devices took it off a moment later
        raise Refused("That story is not on this shelf any more.", code="conflict")
    return Shelved.of(row)


@router.delete(
    "/me/shelves/{int:shelf_id}/stories/{int:story_id}", response={204: None}, openapi_extra=says(404, writes=True)
)
def take_story_off(request: ApiRequest, shelf_id: Id, story_id: Id) -> Status[None]:
    """Take a story off a shelf."""
    actions.take_off_shelf(_own(request, shelf_id), story_id, by=person(request).user)
    return Status(204, None)


@router.get("/shelves/{int:shelf_id}", response=ShelfWhole, openapi_extra=says(404, guests=True))
def shelf(request: ApiRequest, shelf_id: Id) -> ShelfWhole:
    """A public shelf, as everybody sees it."""
    reader = request.caller.user
    found = Shelf.objects.listed(reader).filter(pk=shelf_id).first()
    if found is None:
        raise not_found("shelf")
    return _whole(shelf_view(found, Story.objects.listed().visible_to(reader)))


@router.get("/me/history", response=HistoryList, openapi_extra=says())
def my_history(request: ApiRequest, q: Word = "", cursor: Cursor = "") -> HistoryList:
    """What you read, newest first."""
    user = person(request).user
    page = history_page(user, q=q, cursor=cursor)
    return HistoryList(
        items=[HistoryShown.of(line) for line in page.lines], next=page.next or None, paused=is_paused(user)
    )


@router.put("/me/history", response={204: None}, openapi_extra=says(writes=True))
def pause_history(request: ApiRequest, given: HistoryPause) -> Status[None]:
    """Pause your history, or go on with it."""
    user = person(request).user
    (actions.pause_history if given.paused else actions.go_on_with_history)(by=user)
    return Status(204, None)


@router.delete("/me/history", response={204: None}, openapi_extra=says(writes=True))
def forget_history(request: ApiRequest) -> Status[None]:
    """Forget all of it, with ticks and places."""
    actions.forget_history(by=person(request).user)
    return Status(204, None)


@router.delete("/me/history/{int:part_id}", response={204: None}, openapi_extra=says(404, writes=True))
def forget_one_part(request: ApiRequest, part_id: Id) -> Status[None]:
    """Forget that a part was read."""
    actions.forget_part(part_id, by=person(request).user)
    return Status(204, None)


def _own(request: ApiRequest, shelf_id: int) -> Shelf:
    found = Shelf.objects.filter(user=person(request).user, pk=shelf_id).first()
    if found is None:
        raise not_found("shelf")
    return found


def _whole(view: ShelfView) -> ShelfWhole:
    shelf = view.shelf
    url = shelf.get_absolute_url() if shelf.sharing == "public" else f"/library/shelf/{shelf.pk}/"
    told = {"id": shelf.pk, "title": shelf.title, "about": shelf.about, "url": url, "sharing": shelf.sharing}
    return ShelfWhole.model_validate(told | {"items": [Shelved.of(row) for row in view.rows]})
