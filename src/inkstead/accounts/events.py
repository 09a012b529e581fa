"""What happens to pen names. Facts name one pen name only, never the person behind it."""

from __future__ import annotations

from dataclasses import dataclass

from inkstead.events.facts import Fact


@dataclass(frozen=True)
class PenNameEdited(Fact):
    """Its bio was changed; a name is for ever."""

    pen_name_id: int
    touched = ("penname:{pen_name_id}",)
