"""Volumes: made here or by the first part that stands in one. Where they stand is said by their parts."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

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
def create_volume(story: Story, *, title: str, by: User) -> Volume:
    """An empty one at the end."""
    story = _locked(story.pk, by)
    last = story.volumes.aggregate(last=Max("position"))["last"] or 0
    return story.volumes.create(title=_free_title(story, title), position=last + 1)


@transaction.atomic
def rename_volume(volume: Volume, *, title: str, by: User) -> Volume:
    """Two volumes of one story never have the same title: they could not be told apart when a part is put into one."""
    story = _locked(volume.story_id, by)
    volume = story.volumes.get(pk=volume.pk)
    volume.title = _free_title(story, title, but=volume)
    volume.save(update_fields=["title"])
    announce(PartsReordered(story_id=story.pk))
    return volume


@transaction.atomic
def delete_volume(volume: Volume, *, by: User) -> list[int]:
    """Its parts stay where they are, without a volume; answers which they were. Doing it twice is harmless."""
    story = _locked(volume.story_id, by)
    parts = list(story.parts.filter(volume=volume).values_list("pk", flat=True))
    story.volumes.filter(pk=volume.pk).delete()
    announce(PartsReordered(story_id=story.pk))
    return parts


@transaction.atomic
def volume_back(story: Story, *, title: str, position: int, parts: Sequence[int], by: User) -> Volume:
    """A deleted volume with those of its parts that stand in no other meanwhile."""
    story = _locked(story.pk, by)
    volume, _ = story.volumes.get_or_create(title=title, defaults={"position": position})
    story.parts.filter(pk__in=parts, volume=None).update(volume=volume)
    announce(PartsReordered(story_id=story.pk))
    return volume


def _locked(story_id: int, by: User) -> Story:
    story = Story.objects.locked().get(pk=story_id)
    rules.must_publish(by, story)
    rules.must_be_kept(story)
    return story


def _free_title(story: Story, title: str, but: Volume | None = None) -> str:
    label = one_line(title, "title", limit=200)
    same = story.volumes.filter(title=label).first()
    if same is not None and same != but:
        message = f"This story has a volume “{label}” already."
        raise Refused(message, code="invalid", fields={"title": message})
    return label
