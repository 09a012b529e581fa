"""The bin: what is thrown away stays thirty days, seen by nobody but its writers, and can come back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.events import announce
from inkstead.stories import rules
from inkstead.stories.actions.stories import remove_story
from inkstead.stories.actions.totals import refresh_story_totals
from inkstead.stories.actions.writing import remove_part
from inkstead.stories.events import PartsReordered, PartWithdrawn, PlanChanged, StoryChanged
from inkstead.stories.models import Part, PartQuerySet, State, Story, Visibility

KEPT = timedelta(days=30)
AT_ONCE = 200  # rows that the nightly job looks at together; each of them goes in a transaction of its own


def bin_part(part: Part, *, by: User) -> Part:
    """Out of the story and into the bin. Doing it twice is harmless."""
    bin_parts(part.story, [part], by=by)
    part.refresh_from_db(fields=["state", "binned_at", "publish_at", "in_queue"])
    return part


@transaction.atomic
def bin_parts(story: Story, parts: Sequence[Part], *, by: User) -> None:
    """Several at once. A published one is withdrawn first; one that was due is due no longer."""
    story = _locked(story)
    rules.must_publish(by, story)
    rules.must_be_kept(story)
    found = list(_of(story, parts).kept())
    shown = [part for part in found if part.is_published]
    planned = any(part.in_queue or part.state == State.SCHEDULED for part in found)
    for part in found:
        part.state = State.WITHDRAWN if part.is_published or part.state == State.WITHDRAWN else State.DRAFT
        part.publish_at, part.in_queue, part.binned_at = None, False, timezone.now()
    Part.objects.bulk_update(found, ["state", "publish_at", "in_queue", "binned_at"])
    if shown:
        refresh_story_totals(story.pk)
    for part in shown:
        announce(PartWithdrawn(part_id=part.pk, story_id=story.pk, author_id=story.author_id))
    if planned:
        announce(PlanChanged(story_id=story.pk))


def restore_part(part: Part, *, by: User) -> Part:
    """Back at its place in the story, for its writers only: publishing it is another step. Twice is harmless."""
    restore_parts(part.story, [part], by=by)
    part.refresh_from_db(fields=["state", "binned_at"])
    return part


@transaction.atomic
def restore_parts(story: Story, parts: Sequence[Part], *, by: User) -> None:
    story = _locked(story)
    rules.must_publish(by, story)
    rules.must_be_kept(story)
    _of(story, parts).update(binned_at=None)
    announce(PartsReordered(story_id=story.pk))


@transaction.atomic
def bin_story(story: Story, *, by: User) -> Story:
    """Private from now on and off every list, with all that is in it. Doing it twice is harmless."""
    story = _locked(story)
    rules.must_manage(by, story)
    if story.binned_at is None:
        story.binned_at, story.visibility_before_bin = timezone.now(), story.visibility
        story.visibility = Visibility.PRIVATE
        story.save(update_fields=["binned_at", "visibility_before_bin", "visibility"])
        # Nothing may come out by the clock while it lies there, or all at once when it is restored.
        story.parts.filter(state=State.SCHEDULED).update(state=State.DRAFT, publish_at=None)
        story.parts.filter(in_queue=True).update(in_queue=False)
        announce(PlanChanged(story_id=story.pk))
        announce(StoryChanged(story_id=story.pk, author_id=story.author_id))
    return story


@transaction.atomic
def restore_story(story: Story, *, by: User) -> Story:
    """As visible as it was before. Doing it twice is harmless."""
    story = _locked(story)
    rules.must_manage(by, story)
    if story.binned_at is not None:
        story.visibility = story.visibility_before_bin or Visibility.PRIVATE
        story.binned_at, story.visibility_before_bin = None, ""
        story.save(update_fields=["binned_at", "visibility_before_bin", "visibility"])
        announce(StoryChanged(story_id=story.pk, author_id=story.author_id))
    return story


def empty_bin(now: datetime | None = None) -> int:
    """Delete what has lain there for more than thirty days; answers how many things.

    Each in a transaction of its own, so that stopping half-way loses nothing and nobody waits long.
    """
    before = (now or timezone.now()) - KEPT
    return _all_of(Story.objects.filter(binned_at__lt=before), partial(_delete_old_story, before=before)) + _all_of(
        Part.objects.filter(binned_at__lt=before), partial(_delete_old_part, before=before)
    )


def _all_of(old: QuerySet[Story] | QuerySet[Part], delete: Callable[[int], bool]) -> int:
    gone = 0
    while ids := list(old.order_by("binned_at").values_list("pk", flat=True)[:AT_ONCE]):
        deleted = sum(map(delete, ids))
        if not deleted:  # all of them were restored since we looked
            break
        gone += deleted
    return gone


@transaction.atomic
def _delete_old_story(pk: int, *, before: datetime) -> bool:
    """Asked again under the lock: it may have been restored a moment ago."""
    story = Story.objects.select_for_update(of=("self",), no_key=True).filter(pk=pk, binned_at__lt=before).first()
    if story is None:
        return False
    remove_story(story)
    return True


@transaction.atomic
def _delete_old_part(pk: int, *, before: datetime) -> bool:
    story = Story.objects.select_for_update(of=("self",), no_key=True).filter(parts=pk).first()
    part = Part.objects.filter(pk=pk, binned_at__lt=before).first()
    if story is None or part is None:
        return False
    remove_part(part, story)
    return True


def _locked(story: Story) -> Story:
    return Story.objects.locked().get(pk=story.pk)


def _of(story: Story, parts: Sequence[Part]) -> PartQuerySet:
    locked = Part.objects.select_for_update(of=("self",), no_key=True)
    return locked.filter(story=story, pk__in=[part.pk for part in parts])
