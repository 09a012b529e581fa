"""Background entry points."""

from __future__ import annotations

from inkstead.background import job
from inkstead.perspectives import actions
from inkstead.perspectives.keeping import METHOD
from inkstead.perspectives.models import Audience, Survey
from inkstead.stories.models import Story

AT_ONCE = 20


@job(priority=-20)
def read_again(story_id: int) -> None:
    actions.survey_story(story_id)


@job(priority=-50)
def read_unread_stories() -> None:
    """Those from before there were perspectives, and those that an older method has read; a few at a time."""
    current = Survey.objects.filter(audience=Audience.EVERYBODY, method=METHOD).values("story")
    waiting = Story.objects.filter(parts_published__gt=0).exclude(pk__in=current).order_by("pk")
    for pk in list(waiting.values_list("pk", flat=True)[:AT_ONCE]):
        actions.survey_story(pk)
