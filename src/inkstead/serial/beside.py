"""What the writer's list of stories shows of a story's queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from inkstead.serial.queries import queue_waits_for
from inkstead.stories.models import Part, State, Status, Story
from inkstead.web.desk import beside_stories


@beside_stories
def standing_queues(story_ids: Sequence[int]) -> Mapping[int, SafeString]:
    """That a queue waits for a draft. One query, and four for each story of whose queue a part has no time."""
    timeless = Part.objects.filter(story__in=story_ids, in_queue=True, state=State.DRAFT).kept().values("story")
    stopped = [
        story for story in Story.objects.filter(pk__in=timeless).exclude(status=Status.HIATUS) if queue_waits_for(story)
    ]
    return {story.pk: _told(story) for story in stopped}


def _told(story: Story) -> SafeString:
    address = reverse("plan_story", args=[story.pk])
    return format_html('<p class="facts"><a class="state" href="{}#queue">the queue waits for a draft</a></p>', address)
