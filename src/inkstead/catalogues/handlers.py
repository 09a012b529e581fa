from __future__ import annotations

from django.conf import settings

from inkstead.background.actions import enqueue
from inkstead.catalogues import actions
from inkstead.events import on
from inkstead.library.events import ShelfChanged, StoryShelved
from inkstead.stories.events import PartOpened, PartPublished, PartRevised, StoryChanged


@on(PartPublished, PartRevised, PartOpened)
def map_part(fact: PartPublished | PartRevised | PartOpened) -> None:
    """Sitemaps say when something in them last changed."""
    actions.note_change("parts", fact.part_id)
    actions.note_change("stories", fact.story_id)
    actions.note_change("writers", fact.author_id)


@on(StoryChanged)
def map_story(fact: StoryChanged) -> None:
    """One that comes back from the bin, or that everybody may see from now on."""
    actions.note_change("stories", fact.story_id)
    actions.note_change("writers", fact.author_id)


@on(ShelfChanged)
def map_shelf(fact: ShelfChanged) -> None:
    """A shelf may be everybody's since now."""
    actions.note_change("shelves", fact.shelf_id)


@on(PartPublished, PartRevised, PartOpened)
def tell_hub(fact: PartPublished | PartRevised | PartOpened) -> None:
    """A job of its own: a hub that does not answer holds nothing else up. It is asked for a quarter of an hour."""
    if settings.WEBSUB_HUB:
        enqueue("inkstead.catalogues.jobs.tell_hub_of_story", [fact.story_id], priority=-10, max_attempts=11)


@on(StoryShelved)
def tell_hub_of_shelf(fact: StoryShelved) -> None:
    """The same for the feed of a shelf."""
    if settings.WEBSUB_HUB:
        enqueue("inkstead.catalogues.jobs.tell_hub_of_shelf", [fact.shelf_id], priority=-10, max_attempts=11)
