"""What happens to pen names. Facts name one pen name only, never the person behind it."""

from __future__ import annotations

from dataclasses import dataclass

from inkstead.events.facts import Fact


@dataclass(frozen=True)
class PenNameEdited(Fact):
    """Its bio was changed; a name is for ever."""

    pen_name_id: int
    touched = ("penname:{pen_name_id}",)


@dataclass(frozen=True)
class NameBlocked(Fact):
    """Somebody keeps a person out. Who and whom stands in the block, while it stands."""

    block_id: int


@dataclass(frozen=True)
class NameUnblocked(Fact):
    """They may come in again."""

    block_id: int
