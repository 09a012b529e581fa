"""What the serial engine announces."""

from __future__ import annotations

from dataclasses import dataclass

from inkstead.events import Fact

NEWS = ("story:{story_id}",)


@dataclass(frozen=True)
class AnnouncementMade(Fact):
    """News of a story can be read for the first time."""

    announcement_id: int
    story_id: int
    author_id: int
    touched = NEWS


@dataclass(frozen=True)
class AnnouncementChanged(Fact):
    """News that readers have was edited, or is gone."""

    announcement_id: int
    story_id: int
    touched = NEWS
