"""What stories say to programs that collect texts to train on."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from inkstead.stories.models import Story
from inkstead.web.meta import NO_TRAINING


def robots_of(stories: Iterable[Story]) -> str:
    """For the header `X-Robots-Tag`: nobody may train on them, unless the operator and every author both say so."""
    return "" if settings.AI_CRAWLERS and all(story.ai_crawlers for story in stories) else NO_TRAINING
