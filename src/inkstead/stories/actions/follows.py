from __future__ import annotations

from datetime import UTC

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.accounts.rules import must_not_be_suspended
from inkstead.events import touch_after_commit
from inkstead.stories.actions.holding import hold_story
from inkstead.stories.models import Story, StoryCounts, StoryFollow

BOOKED = (
    "INSERT INTO stories_followday AS known (story_id, day, gained, lost) VALUES (%s, %s, %s, %s) "
    "ON CONFLICT (story_id, day) DO UPDATE SET gained = known.gained + excluded.gained, "
    "lost = known.lost + excluded.lost"
)


@transaction.atomic
def follow_story(story: Story, *, by: User) -> None:
    """Following twice is harmless."""
    must_not_be_suspended(by)
    hold_story(story)
    _, is_new = StoryFollow.objects.get_or_create(user=by, story=story)
    if is_new:
        _count(story, +1, by)


@transaction.atomic
def unfollow_story(story: Story, *, by: User) -> None:
    """Unfollowing twice is harmless."""
    hold_story(story)
    gone, _ = StoryFollow.objects.filter(user=by, story=story).delete()
    if gone:
        _count(story, -1, by)


def _count(story: Story, change: int, by: User) -> None:
    StoryCounts.objects.filter(story=story).update(followers=F("followers") + change)
    day = timezone.now().astimezone(UTC).date()
    with connection.cursor() as cursor:
        cursor.execute(BOOKED, [story.pk, day, max(change, 0), max(-change, 0)])
    touch_after_commit([f"counts:story:{story.pk}", f"user:{by.pk}"])
