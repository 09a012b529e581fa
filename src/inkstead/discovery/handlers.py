from __future__ import annotations

from inkstead.collaboration.events import ContributorJoined, ContributorLeft, StoryTransferred
from inkstead.discovery import actions
from inkstead.events import at_once, on
from inkstead.stories.events import (
    PartOpened,
    PartPublished,
    PartRevised,
    PartWithdrawn,
    StoryChanged,
    StoryDeleted,
)
from inkstead.tagkeeping.events import TagsChanged


@at_once(PartRevised, PartWithdrawn)
def unfind_part(fact: PartRevised | PartWithdrawn) -> None:
    """What readers no longer see is found no longer, before the writer's answer is sent."""
    actions.forget_part_at_once(fact.part_id)
    actions.forget_story_at_once(fact.story_id)


@at_once(StoryChanged)
def unfind_story(fact: StoryChanged) -> None:
    actions.forget_story_at_once(fact.story_id)


@at_once(StoryDeleted)
def unfind_deleted_story(fact: StoryDeleted) -> None:
    actions.forget_story(fact.story_id)


@on(PartPublished, PartRevised, PartWithdrawn, PartOpened)
def find_part(fact: PartPublished | PartRevised | PartWithdrawn | PartOpened) -> None:
    """Search knows what readers may read."""
    actions.index_story(fact.story_id)
    actions.index_part(fact.part_id)


@on(StoryChanged, ContributorJoined, ContributorLeft, StoryTransferred)
def find_story(fact: StoryChanged | ContributorJoined | ContributorLeft | StoryTransferred) -> None:
    """Search knows what a story says of itself; its parts are found by that, too."""
    actions.index_story(fact.story_id)
    actions.index_parts_of(fact.story_id)


@on(TagsChanged)
def find_retagged(fact: TagsChanged) -> None:
    """Search knows what tags are called and what they are found under."""
    actions.begin_retagging()
