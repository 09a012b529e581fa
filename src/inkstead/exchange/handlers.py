from __future__ import annotations

from inkstead.events import on
from inkstead.exchange.downloads import forget_books
from inkstead.stories.events import PartWithdrawn, StoryChanged, StoryDeleted
from inkstead.stories.models import Story


@on(StoryDeleted)
def forget_its_books(fact: StoryDeleted) -> None:
    forget_books(fact.story_id)


@on(StoryChanged, PartWithdrawn)
def forget_hidden_books(fact: StoryChanged | PartWithdrawn) -> None:
    """What nobody may read any more does not lie about as a file."""
    if not Story.objects.listed().filter(pk=fact.story_id, downloads=True).exists():
        forget_books(fact.story_id)
