"""Bringing the index up to date in tests: what the background would do, without its jobs."""

from __future__ import annotations

from inkstead.discovery.actions import mend_index
from inkstead.discovery.models import IndexedStory
from inkstead.stories.models import Story


def index_all() -> None:
    mend_index()
    assert IndexedStory.objects.count() == Story.objects.listed().count()
