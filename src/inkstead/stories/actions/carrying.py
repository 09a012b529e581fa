"""When readers get another text, whatever points at its blocks goes along.

In the same transaction: nobody ever sees the new text with remarks on paragraphs that are not there, and a crash can
lose nothing. The apps above say what they have that points at blocks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from inkstead.lib.prose import Carrying, split_blocks
from inkstead.stories.models import Part, Revision


@dataclass
class NewText:
    """What readers see of a part, and what they saw before. Comparing costs nothing until somebody asks."""

    part: Part
    before: Revision
    after: Revision

    @cached_property
    def carrying(self) -> Carrying:
        return Carrying(split_blocks(self.before.html), split_blocks(self.after.html))


Carrier = Callable[[NewText], None]
_carriers: list[Carrier] = []


def carries(carrier: Carrier) -> Carrier:
    """Called inside the transaction that publishes, which holds the story and the part. Belongs into `handlers.py`."""
    if carrier not in _carriers:
        _carriers.append(carrier)
    return carrier


def carry_along(part: Part, before_id: int | None) -> None:
    """After `part.live` was moved on from that revision."""
    if before_id is None or before_id == part.live_id or part.live is None:
        return
    new = NewText(part, Revision.objects.get(pk=before_id), part.live)
    for carrier in _carriers:
        carrier(new)
