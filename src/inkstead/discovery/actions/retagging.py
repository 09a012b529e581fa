"""Stories whose tags mean something else since a keeper decided so, looked at again a few at a time."""

from __future__ import annotations

import time

from inkstead.background.actions import enqueue
from inkstead.discovery.actions.indexing import index_parts_of, index_story
from inkstead.stories.models import StoryTag
from inkstead.tagkeeping.actions import next_to_index, tag_indexed

INDEX = "inkstead.discovery.jobs.index_retagged"
SLICE = 100  # stories asked for at once
RUN = 3.0  # seconds of one job; then everybody else's go first
PRIORITY = -20


def begin_retagging() -> None:
    """Harmless to ask for again: all of them go one after the other, and one that finds nothing ends."""
    enqueue(INDEX, priority=PRIORITY, lane="search/tags")


def index_retagged() -> int:
    """The next stories, each in transactions of its own; answers how many."""
    started, number = time.monotonic(), 0
    while (row := next_to_index()) is not None:
        carrying = StoryTag.objects.on_listed_stories().filter(tag=row.tag_id, story__gt=row.after)
        ids = list(carrying.order_by("story").values_list("story", flat=True)[:SLICE])
        for story in ids:
            index_story(story)
            index_parts_of(story)
        number += len(ids)
        tag_indexed(row, ids[-1] if len(ids) == SLICE else None)
        if time.monotonic() - started > RUN:
            begin_retagging()
            break
    return number
