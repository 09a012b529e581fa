from __future__ import annotations

from inkstead.events import on
from inkstead.readership import actions
from inkstead.readership.models import StoryFigures
from inkstead.stories.events import PartPublished, PartsReordered, PartWithdrawn


@on(PartPublished, PartWithdrawn, PartsReordered)
def look_over_figures(fact: PartPublished | PartWithdrawn | PartsReordered) -> None:
    """A deleted part takes its days along, and "the part before" may be another one now."""
    if StoryFigures.objects.filter(story=fact.story_id).exists():
        actions.look_over(fact.story_id)
