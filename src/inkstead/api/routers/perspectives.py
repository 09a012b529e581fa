from __future__ import annotations

from ninja import Router, Status

from inkstead.api.auth import ApiRequest, person
from inkstead.api.errors import not_found
from inkstead.api.finding import adult_refused, find_own_story, find_story
from inkstead.api.openapi import says
from inkstead.api.schemas.base import Id
from inkstead.api.schemas.perspectives import LinkAnswer, PerspectivesSeen, SceneCorrection
from inkstead.perspectives import actions
from inkstead.perspectives.models import Audience, Scene
from inkstead.perspectives.queries import perspectives_for
from inkstead.perspectives.queries.desk import scene_with
from inkstead.stories.gate import holds_adult, shown_adult
from inkstead.stories.models import Story
from inkstead.stories.rules import role_of
from inkstead.web.gate import said_yes

router = Router(tags=["perspectives"])


@router.get(
    "/stories/{int:story_id}/perspectives", response=PerspectivesSeen, openapi_extra=says(404, 410, guests=True)
)
def perspectives(request: ApiRequest, story_id: Id) -> PerspectivesSeen:
    """Who tells each scene, which scenes tell the same moment, which lines come back: in the parts that you may read.

    Those who work on the story are told of its newest texts and its drafts.
    """
    seen, parts = perspectives_for(request.caller.user, _story(request, story_id))
    return PerspectivesSeen.of(seen, parts)


@router.post(
    "/stories/{int:story_id}/perspectives/scenes",
    response={204: None},
    openapi_extra=says(403, 404, 410, 422, writes=True),
)
def correct(request: ApiRequest, story_id: Id, body: SceneCorrection) -> Status[None]:
    """Say who tells the scene that holds this block, and how. It stands through every edit, until it is forgotten."""
    scene, by = _scene(request, story_id, body.part, body.block), person(request).user
    if body.forget:
        actions.forget_correction(scene, by=by)
    else:
        actions.correct_scene(scene, narrator=body.narrator, person=body.person or "", tense=body.tense or "", by=by)
    return Status(204, None)


@router.post(
    "/stories/{int:story_id}/perspectives/links",
    response={204: None},
    openapi_extra=says(403, 404, 410, 422, writes=True),
)
def answer(request: ApiRequest, story_id: Id, body: LinkAnswer) -> Status[None]:
    """Say whether the scenes that hold these two blocks tell the same moment."""
    one = _scene(request, story_id, body.one.part, body.one.block)
    other = _scene(request, story_id, body.other.part, body.other.block)
    act = actions.link_scenes if body.accepted else actions.unlink_scenes
    act(one, other, by=person(request).user)
    return Status(204, None)


def _scene(request: ApiRequest, story_id: int, part_id: int, block: str) -> Scene:
    """Among the newest texts, drafts too; read first when they are newer than what is known."""
    person(request)
    story = find_own_story(request, story_id)
    actions.survey_for(story, Audience.WRITERS)
    found = scene_with(story, part_id, block)
    if found is None:
        raise not_found("scene")
    return found


def _story(request: ApiRequest, story_id: int) -> Story:
    found = find_story(request, story_id)
    user = request.caller.user
    if holds_adult(found) and not (shown_adult(user) or said_yes(request) or (user and role_of(user, found))):
        raise adult_refused()
    return found
