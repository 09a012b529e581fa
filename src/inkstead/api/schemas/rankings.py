from __future__ import annotations

from pydantic import Field

from inkstead.api.schemas.base import Answer
from inkstead.api.schemas.stories import StoryShown
from inkstead.rankings.queries import Placed


class Place(Answer):
    place: int = Field(description="From 1 on.")
    why: str = Field(description="The numbers that it has this place for, in a sentence.")
    sum: str = Field(description="The formula with these numbers; empty where the sentence says it all.")
    story: StoryShown

    @classmethod
    def of(cls, item: Placed) -> Place:
        why, total = (item.reason.line, item.reason.sum) if item.reason else ("", "")
        return cls(place=item.place, why=why, sum=total, story=StoryShown.of(item.card.story))


class RankingShown(Answer):
    ranking: str
    window: str
    formula: str
    items: list[Place]
    next: str | None = Field(description="Send it as `cursor` to go on; null at the end.")
