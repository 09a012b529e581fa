"""What is announced about shelves. Those that only their owner sees are nobody's news."""

from __future__ import annotations

from dataclasses import dataclass

from inkstead.events.facts import Fact


@dataclass(frozen=True)
class ShelfChanged(Fact):
    """A shelf that everybody may see looks otherwise than before, or is not to be seen any more."""

    shelf_id: int
    pen_name_id: int
    touched = ("shelf:{shelf_id}", "penname:{pen_name_id}")


@dataclass(frozen=True)
class StoryShelved(Fact):
    """A story was put on a shelf that everybody may see."""

    shelf_id: int
    entry_id: int
    story_id: int
