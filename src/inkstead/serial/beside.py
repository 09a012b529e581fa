"""What the writer's list of stories shows of a story's queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from inkstead.serial.queries import queues_that_wait
from inkstead.stories.models import Part, State, Status, Story
from inkstead.web.desk import beside_stories


@beside_stories
def standing_queues(story_ids: Sequence[int]) -> Mapping[int, SafeString]:
    """That a queue waits for a draft. One query, and three more where some queue has a part without a time."""
    timeless = Part.objects.filter(story__in=story_ids, in_queue=True, state=State.DRAFT).kept().values("story")
    stories = list(Story.objects.filter(pk__in=timeless).exclude(status=Status.HIATUS))
    return {story_id: _told(story_id) for story_id in queues_that_wait(stories)}


def _told(story_id: int) -> SafeString:
    address = reverse("plan_story", args=[story_id])
    return format_html('<p class="facts"><a class="state" href="{}#queue">the queue waits for a draft</a></p>', address)
