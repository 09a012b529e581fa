from __future__ import annotations

from django.db import transaction
from django.db.models import F

from inkstead.accounts.models import User
from inkstead.events import touch_after_commit
from inkstead.stories.models import Story, StoryCounts, StoryFollow


@transaction.atomic
def follow_story(story: Story, *, by: User) -> None:
    """Following twice is harmless."""
    _, is_new = StoryFollow.objects.get_or_create(user=by, story=story)
    if is_new:
        _count(story, +1, by)


@transaction.atomic
def unfollow_story(story: Story, *, by: User) -> None:
    """Unfollowing twice is harmless."""
    gone, _ = StoryFollow.objects.filter(user=by, story=story).delete()
    if gone:
        _count(story, -1, by)


def _count(story: Story, change: int, by: User) -> None:
    StoryCounts.objects.filter(story=story).update(followers=F("followers") + change)
    touch_after_commit([f"counts:story:{story.pk}", f"user:{by.pk}"])
