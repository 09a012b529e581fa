"""Less of a story, and more again; and what is counted at night."""

from __future__ import annotations

from inkstead.accounts.models import User
from inkstead.recommendations.models import Less
from inkstead.stories.models import Story

MOST = 1000


def want_less(story: Story, *, by: User) -> None:
    """It is not offered any more, and others for its sake less. Doing it twice is harmless; the oldest give way."""
    Less.objects.get_or_create(user=by, story=story)
    surplus = list(Less.objects.filter(user=by).order_by("-at", "-pk").values_list("pk", flat=True)[MOST:])
    Less.objects.filter(pk__in=surplus).delete()


def want_more_again(story_id: int, *, by: User) -> bool:
    """Whether there was something to take back."""
    gone, _ = Less.objects.filter(user=by, story=story_id).delete()
    return gone > 0
