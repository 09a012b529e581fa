"""What moderators take out of readers' sight. Its authors keep it, and can take it away."""

from __future__ import annotations

from django.db import transaction

from inkstead.events import announce
from inkstead.stories.actions.totals import refresh_story_totals
from inkstead.stories.events import PartPublished, PartWithdrawn, PlanChanged, StoryChanged
from inkstead.stories.models import Part, State, Story, Visibility


@transaction.atomic
def withhold_story(story: Story) -> None:
    """Private until it is released. Who decides that asks its own rule. Twice is harmless."""
    story = Story.objects.locked().get(pk=story.pk)
    if story.withheld_from:
        return
    # What lies in the bin is private already; it comes back as it was before that.
    story.withheld_from = story.visibility_before_bin or story.visibility
    story.visibility = Visibility.PRIVATE
    if story.binned_at is not None:
        story.visibility_before_bin = Visibility.PRIVATE
    story.save(update_fields=["withheld_from", "visibility", "visibility_before_bin"])
    announce(StoryChanged(story_id=story.pk, author_id=story.author_id))


@transaction.atomic
def release_story(story: Story) -> None:
    story = Story.objects.locked().get(pk=story.pk)
    if not story.withheld_from:
        return
    if story.binned_at is None:
        story.visibility = story.withheld_from
    else:
        story.visibility_before_bin = story.withheld_from
    story.withheld_from = ""
    story.save(update_fields=["withheld_from", "visibility", "visibility_before_bin"])
    announce(StoryChanged(story_id=story.pk, author_id=story.author_id))


@transaction.atomic
def withhold_part(part: Part) -> None:
    """Withdrawn, and not to be published before it is released. Twice is harmless."""
    part = _locked(part)
    if part.withheld:
        return
    was_shown, was_planned = part.is_published, part.state == State.SCHEDULED
    part.withheld, part.publish_at, part.in_queue, part.opens_at = True, None, False, None
    part.state = State.WITHDRAWN if was_shown else State.DRAFT if was_planned else part.state
    part.save(update_fields=["withheld", "state", "publish_at", "in_queue", "opens_at"])
    if was_shown:
        refresh_story_totals(part.story_id)
        announce(PartWithdrawn(part_id=part.pk, story_id=part.story_id, author_id=part.story.author_id))
    if was_planned:
        announce(PlanChanged(story_id=part.story_id))


@transaction.atomic
def release_part(part: Part) -> None:
    """Back as readers had it, with its date; what nobody had read stays a draft."""
    part = _locked(part)
    if not part.withheld:
        return
    part.withheld = False
    back = part.state == State.WITHDRAWN and part.live_id is not None and part.binned_at is None
    if back:
        part.state = State.PUBLISHED
    part.save(update_fields=["withheld", "state"])
    if back:
        refresh_story_totals(part.story_id)
        author = part.story.author_id
        announce(PartPublished(part_id=part.pk, story_id=part.story_id, author_id=author, again=True))


def _locked(part: Part) -> Part:
    story = Story.objects.locked().get(pk=part.story_id)
    found = Part.objects.select_for_update(of=("self",), no_key=True).get(pk=part.pk)
    found.story = story
    return found
