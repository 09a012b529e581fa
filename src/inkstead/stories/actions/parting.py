"""What ends between two people when one blocks the other."""

from __future__ import annotations

from inkstead.accounts.actions import ends_between
from inkstead.accounts.models import Block, PenName
from inkstead.stories.actions.follows import unfollow_story
from inkstead.stories.models import Story, closed_stories


def names_closed_by(block: Block) -> list[int]:
    if block.as_name_id is not None:
        return [block.as_name_id]
    return list(PenName.objects.filter(user=block.by_id).values_list("pk", flat=True))


@ends_between
def end_story_follows(block: Block) -> None:
    """The blocked one follows nothing that is closed to them; the other one nothing of the name that they blocked.
    Nobody is told who follows, so nobody learns which names belong together by it."""
    blocked = block.pen_name.user
    for story in Story.objects.filter(closed_stories(blocked), follows__user=blocked):
        unfollow_story(story, by=blocked)
    for story in Story.objects.filter(author=block.pen_name, follows__user=block.by_id):
        unfollow_story(story, by=block.by)
