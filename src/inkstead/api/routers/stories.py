from __future__ import annotations

from typing import Any

from ninja import Router, Status
from ninja.params.functions import Query

from inkstead.api.auth import ApiRequest, person
from inkstead.api.finding import find_binned_story, find_story, find_story_or_binned, is_author
from inkstead.api.openapi import says
from inkstead.api.schemas import stories as shapes
from inkstead.api.schemas.base import FOR_GOOD, Cursor, Id, Limit, Word
from inkstead.api.schemas.parts import NewPart, PartSaved
from inkstead.api.schemas.stories import Entry, FoundStories, NewStory, StoryChange, StoryMade, StoryShown, WholeStory
from inkstead.discovery.queries import Wish, find
from inkstead.discovery.queries.hiding import listed_for
from inkstead.stories import actions
from inkstead.stories.models import Story
from inkstead.stories.models.revisions import TEXTS
from inkstead.stories.queries import story_cards

router = Router(tags=["stories"])
ASKED: Any = Query("", description='Words, "phrases", -exclusions and fields, as on the page for searching.')
ORDER: Any = Query(None, description="Left out: the best first when `q` has words, else newly updated first.")
WITH: Any = Query([], max_length=10, description="May be repeated: stories that carry all of them.")
WITHOUT: Any = Query([], alias="-tag", max_length=10, description="May be repeated: none of these.")


@router.get("/stories", response=FoundStories, openapi_extra=says(422, guests=True))
def stories(
    request: ApiRequest,
    q: Word = ASKED,
    tag: list[Word] = WITH,
    without: list[Word] = WITHOUT,
    status: shapes.Status | None = None,
    sort: shapes.Sort | None = ORDER,
    cursor: Cursor = "",
    limit: Limit = 20,
) -> FoundStories:
    """Public stories, as everybody finds them, without what you hide."""
    wish = Wish(q=q, tags=tuple(tag), without=tuple(without), status=status or "", sort=sort or "")
    found = find(wish, cursor, limit, listed_for(request.caller.user))
    items = [StoryShown.of(card) for card in story_cards(found.stories)]
    return FoundStories(items=items, next=found.next or None, told=list(found.asked.told))


@router.get("/stories/{int:story_id}", response=WholeStory, openapi_extra=says(404, 410, guests=True))
def story(request: ApiRequest, story_id: Id) -> WholeStory:
    """A story with its table of contents."""
    return _whole(request, find_story(request, story_id, "counts"))


@router.post("/stories", response={201: StoryMade}, openapi_extra=says(writes=True))
def create_story(request: ApiRequest, given: NewStory) -> StoryMade:
    """A new story without parts, under the pen name you speak under."""
    who = person(request)
    made = actions.create_story(who.pen_name, by=who.user, **given.model_dump(exclude_unset=True))
    return StoryMade(id=made.pk, url=made.get_absolute_url())


@router.patch("/stories/{int:story_id}", response=WholeStory, openapi_extra=says(404, 410, writes=True))
def change_story(request: ApiRequest, story_id: Id, given: StoryChange) -> WholeStory:
    """Change what a story says of itself, or who may see it."""
    who = person(request)
    found = find_story(request, story_id)
    actions.edit_story(found, by=who.user, **given.model_dump(exclude_unset=True))
    return _whole(request, find_story(request, story_id, "counts"))


@router.delete("/stories/{int:story_id}", response={204: None}, openapi_extra=says(404, 410, writes=True))
def delete_story(request: ApiRequest, story_id: Id, for_good: bool = FOR_GOOD) -> Status[None]:
    """Throw a story away: at once nobody else finds it, and for thirty days it lies in its author's bin.

    With `?for_good=true` it goes with its parts, votes and comments, out of the bin too, and there is no way back.
    """
    who = person(request)
    if for_good:
        actions.delete_story(find_story_or_binned(request, story_id), by=who.user)
    else:
        actions.bin_story(find_story(request, story_id), by=who.user)
    return Status(204, None)


@router.post("/stories/{int:story_id}/restore", response=WholeStory, openapi_extra=says(404, 410, writes=True))
def restore_story(request: ApiRequest, story_id: Id) -> WholeStory:
    """Take a story out of the bin; it is as visible as it was."""
    who = person(request)
    actions.restore_story(find_binned_story(request, story_id), by=who.user)
    return _whole(request, find_story(request, story_id, "counts"))


@router.post("/stories/{int:story_id}/parts", response={201: PartSaved}, openapi_extra=says(404, 410, writes=True))
def create_part(request: ApiRequest, story_id: Id, given: NewPart) -> PartSaved:
    """A new draft at the end of a story."""
    who = person(request)
    found = find_story(request, story_id)
    return PartSaved.of(actions.create_part(found, by=who.user, **given.model_dump(exclude_unset=True)))


def _whole(request: ApiRequest, found: Story) -> WholeStory:
    """Four queries, whatever the story's length."""
    own = is_author(request, found)
    parts = found.parts.kept() if own else found.parts.told_to(request.caller.user)
    rows = parts.select_related("volume", "head", "live").defer(*TEXTS)
    entries = [Entry.of(part, for_author=own) for part in rows.in_order()]
    return shapes.whole_story(found, story_cards([found])[0], entries)
