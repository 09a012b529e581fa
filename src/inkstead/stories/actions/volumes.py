"""Volumes: made by the first part that stands in one, renamed here, gone with their last part."""

from __future__ import annotations

from django.db import transaction

from inkstead.accounts.models import User
from inkstead.events import announce
from inkstead.lib.lines import one_line
from inkstead.lib.refusals import Refused
from inkstead.stories import rules
from inkstead.stories.events import PartsReordered
from inkstead.stories.models import Story, Volume


def forget_volume_if_empty(volume_id: int | None) -> None:
    """Inside the transaction that took a part out of it. A part in the bin still has its place there."""
    if volume_id is not None:
        Volume.objects.filter(pk=volume_id, parts__isnull=True).delete()


@transaction.atomic
def rename_volume(volume: Volume, *, title: str, by: User) -> Volume:
    """Two volumes of one story never have the same title: they could not be told apart when a part is put into one."""
    story = Story.objects.select_for_update(of=("self",), no_key=True).select_related("author").get(pk=volume.story_id)
    rules.must_publish(by, story)
    volume = story.volumes.get(pk=volume.pk)
    title = one_line(title, "title", limit=200)
    if story.volumes.filter(title=title).exclude(pk=volume.pk).exists():
        message = f"This story has a volume “{title}” already."
        raise Refused(message, code="invalid", fields={"title": message})
    volume.title = title
    volume.save(update_fields=["title"])
    announce(PartsReordered(story_id=story.pk))
    return volume
