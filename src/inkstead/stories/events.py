"""What stories announce."""

from __future__ import annotations

from dataclasses import dataclass

from inkstead.events import Fact

# Lists and profiles show stories too, so they change with them.
STORY = ("story:{story_id}", "penname:{author_id}", "library")
PART = ("part:{part_id}", *STORY)


@dataclass(frozen=True)
class StoryChanged(Fact):
    """A story was made, or its title, summary, tags, cover, visibility or status changed."""

    story_id: int
    author_id: int
    touched = STORY


@dataclass(frozen=True)
class StoryDeleted(Fact):
    """A story is gone with everything in it."""

    story_id: int
    author_id: int
    touched = STORY


@dataclass(frozen=True)
class PartPublished(Fact):
    """A part became public for the first time, or `again` after it was withdrawn."""

    part_id: int
    story_id: int
    author_id: int
    again: bool = False
    touched = PART


@dataclass(frozen=True)
class PartRevised(Fact):
    """Readers see another text, title, note or visibility than before.

    A quiet correction is announced to nobody; anything else is a new version, and followers are told.
    """

    part_id: int
    story_id: int
    author_id: int
    quiet: bool = False
    touched = PART


@dataclass(frozen=True)
class PartWithdrawn(Fact):
    """A published part is no longer shown."""

    part_id: int
    story_id: int
    author_id: int
    touched = PART


@dataclass(frozen=True)
class PlanChanged(Fact):
    """Which of a story's parts are due, or when, was changed by a writer. Readers see nothing of it."""

    story_id: int


@dataclass(frozen=True)
class PartOpened(Fact):
    """Early access is over: what followers had is everybody's now."""

    part_id: int
    story_id: int
    author_id: int
    touched = PART


@dataclass(frozen=True)
class PartsReordered(Fact):
    """Positions or volumes of a story's parts changed."""

    story_id: int
    touched = ("story:{story_id}",)


@dataclass(frozen=True)
class CoverDropped(Fact):
    """A story has another cover, none, or is gone itself; this one is nobody's any more."""

    story_id: int
    cover: str


@dataclass(frozen=True)
class SeriesChanged(Fact):
    """A series, or this story's place in it, was made, changed or taken away."""

    series_id: int
    story_id: int  # 0 when it holds none
    author_id: int
    touched = ("series:{series_id}", "story:{story_id}", "penname:{author_id}")
