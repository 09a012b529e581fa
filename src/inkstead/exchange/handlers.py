from __future__ import annotations

from inkstead.events import on
from inkstead.exchange.downloads import forget_books, forget_private_books
from inkstead.stories.events import PartRevised, PartWithdrawn, StoryChanged, StoryDeleted
from inkstead.stories.models import Story


@on(StoryDeleted)
def forget_its_books(fact: StoryDeleted) -> None:
    forget_books(fact.story_id)


@on(StoryChanged, PartWithdrawn, PartRevised)
def forget_hidden_books(fact: StoryChanged | PartWithdrawn | PartRevised) -> None:
    """What nobody may read any more does not lie about as a file."""
    forget_private_books(fact.story_id)
    if not Story.objects.listed().filter(pk=fact.story_id, downloads=True).exists():
        forget_books(fact.story_id)
