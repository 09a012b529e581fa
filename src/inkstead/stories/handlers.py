from __future__ import annotations

from inkstead.events import LATER, on
from inkstead.stories.covers import forget_cover
from inkstead.stories.events import CoverDropped, PartPublished, PartWithdrawn, StoryChanged, StoryDeleted
from inkstead.stories.images import forget_images
from inkstead.stories.models import Story
from inkstead.stories.share_image import forget_share_images, share_image


@on(StoryChanged, PartPublished, PartWithdrawn, priority=LATER)
def draw_share_image(fact: StoryChanged | PartPublished | PartWithdrawn) -> None:
    """Only stories that every stranger may see have one."""
    story = Story.objects.listed().select_related("author").filter(pk=fact.story_id).first()
    if story is None:
        forget_share_images(fact.story_id)
    else:
        share_image(story)


@on(StoryDeleted)
def forget_share_image(fact: StoryDeleted) -> None:
    forget_share_images(fact.story_id)


@on(StoryDeleted)
def forget_its_images(fact: StoryDeleted) -> None:
    forget_images(fact.story_id)


@on(CoverDropped)
def forget_dropped_cover(fact: CoverDropped) -> None:
    forget_cover(fact.cover)
