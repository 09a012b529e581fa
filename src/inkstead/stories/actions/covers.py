"""Give a story a cover, and take it away."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.events import announce
from inkstead.stories import rules
from inkstead.stories.covers import Files, forget_cover, keep_cover, kept_covers
from inkstead.stories.events import CoverDropped, StoryChanged
from inkstead.stories.models import Story


def set_cover(story: Story, files: Files, *, by: User) -> Story:
    """`files` are those of `prepare_cover`. The files come first: a row never names a picture that is not there."""
    name = keep_cover(files)
    try:
        return _put(story, name, by)
    except BaseException:
        forget_cover(name)
        raise


def remove_cover(story: Story, *, by: User) -> Story:
    """Back to the one that is drawn for it. Doing it twice is harmless."""
    return _put(story, "", by)


@transaction.atomic
def _put(story: Story, name: str, by: User) -> Story:
    story = Story.objects.locked().get(pk=story.pk)
    rules.must_publish(by, story)
    rules.must_be_kept(story)
    before = story.cover.name or ""
    if name == before:
        return story
    story.cover, story.updated_at = name, timezone.now()
    story.save(update_fields=["cover", "updated_at"])
    announce(StoryChanged(story_id=story.pk, author_id=story.author_id))
    if before:
        announce(CoverDropped(story_id=story.pk, cover=before))
    return story


def forget_lost_covers() -> int:
    """Files that no story names, as when a machine stopped between the file and the row; answers how many covers."""
    lost = 0
    for name in kept_covers(older_than=timedelta(days=1)):
        if not Story.objects.filter(cover=name).exists():
            forget_cover(name)
            lost += 1
    return lost
