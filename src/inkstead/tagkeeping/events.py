"""What tag keepers announce."""

from __future__ import annotations

from dataclasses import dataclass

from inkstead.events import Fact


@dataclass(frozen=True)
class TagsChanged(Fact):
    """What some tags are called or what they are found under has changed, and `TagAbove` says so; the tags whose
    stories are to be looked at again are in `TagToIndex`."""

    change_id: int  # 0: put right by mending
