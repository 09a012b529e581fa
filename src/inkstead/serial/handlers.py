from __future__ import annotations

from inkstead.events import on
from inkstead.serial import actions
from inkstead.stories.events import PartPublished, PartsReordered, PartWithdrawn, PlanChanged, StoryChanged
from inkstead.stories.models import Part


@on(PartPublished, PartWithdrawn, PlanChanged, StoryChanged)
def reflow_queue(fact: PartPublished | PartWithdrawn | PlanChanged | StoryChanged) -> None:
    """What left the queue leaves its slot to the next, however it left; a pause moves all of them."""
    if has_queue(fact.story_id):
        actions.reflow_queue(fact.story_id)


@on(PartsReordered)
def reorder_queue(fact: PartsReordered) -> None:
    """The queue goes in the story's order, but for those that were put ahead by hand."""
    if has_queue(fact.story_id):
        actions.reorder_queue(fact.story_id)


def has_queue(story_id: int) -> bool:
    """Also after the story was deleted: then there is none."""
    return Part.objects.filter(story=story_id, in_queue=True).exists()
