from __future__ import annotations

from django.conf import settings

from inkstead.background.actions import enqueue
from inkstead.catalogues import actions
from inkstead.events import LATER, on
from inkstead.library.events import ShelfChanged, StoryShelved
from inkstead.stories.events import PartOpened, PartPublished, PartRevised, StoryChanged
from inkstead.stories.models import StoryTag


@on(PartPublished, PartRevised, PartOpened, priority=LATER)
def map_part(fact: PartPublished | PartRevised | PartOpened) -> None:
    """Sitemaps say when something in them last changed."""
    actions.note_change("parts", fact.part_id)
    _map_story(fact.story_id, fact.author_id)


@on(StoryChanged, priority=LATER)
def map_story(fact: StoryChanged) -> None:
    """One that comes back from the bin, or that everybody may see from now on."""
    _map_story(fact.story_id, fact.author_id)


def _map_story(story_id: int, author_id: int) -> None:
    actions.note_change("stories", story_id)
    actions.note_change("writers", author_id)
    for tag in StoryTag.objects.filter(story=story_id).values_list("tag", flat=True):
        actions.note_change("tags", tag)


@on(ShelfChanged, priority=LATER)
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
