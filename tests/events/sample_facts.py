from __future__ import annotations

from dataclasses import dataclass

from inkstead.events import Fact


@dataclass(frozen=True)
class LampLit(Fact):
    """Somebody lit the lamp.

    A second paragraph that no list shows.
    """

    lamp_id: int
    story_id: int
    colour: str = "white"

    def touches(self) -> tuple[str, ...]:
        return (f"lamp:{self.lamp_id}", f"story:{self.story_id}")


@dataclass(frozen=True)
class NightFell(Fact):
    hour: int
