"""Background entry points."""

from __future__ import annotations

from inkstead.background import job
from inkstead.catalogues import actions, websub


@job
def mend_sitemaps() -> None:
    """What left is no longer said to be there."""
    actions.mend_sitemaps()


@job
def tell_hub_of_story(story_id: int) -> None:
    """The feeds of a story, its writers and its tags have something new."""
    websub.tell_hub(websub.topics_of(story_id))


@job
def tell_hub_of_shelf(shelf_id: int) -> None:
    """The feed of a shelf has something new."""
    websub.tell_hub(websub.topics_of_shelf(shelf_id))
