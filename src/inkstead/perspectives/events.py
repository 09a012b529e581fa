"""What perspectives announce. Pages that show tellings name `perspectives:story:7`."""

from __future__ import annotations

from dataclasses import dataclass

from inkstead.events import Fact


@dataclass(frozen=True)
class SceneCorrected(Fact):
    """A writer said who tells a scene, or whether two of them tell the same."""

    story_id: int
    touched = ("perspectives:story:{story_id}",)


@dataclass(frozen=True)
class TellingsFound(Fact):
    """A story was read again, and what its readers may know of its tellings is another thing than before."""

    story_id: int
    touched = ("perspectives:story:{story_id}",)
