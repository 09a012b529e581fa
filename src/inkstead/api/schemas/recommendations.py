from __future__ import annotations

from pydantic import Field

from inkstead.api.schemas.base import Answer
from inkstead.api.schemas.stories import StoryShown
from inkstead.recommendations.queries import Offered


class OfferedShown(Answer):
    reason: str = Field(description="In a few words, ending before the story or tag that it names.")
    because_of: str = Field(description="The address of a story of yours or of a tag; empty when it names none.")
    story: StoryShown

    @classmethod
    def of(cls, one: Offered) -> OfferedShown:
        named = one.because.url if one.because else one.tag.get_absolute_url() if one.tag else ""
        return cls(reason=one.reason, because_of=named, story=StoryShown.of(one.card.story))


class OfferedList(Answer):
    items: list[OfferedShown]


class RelatedList(Answer):
    items: list[StoryShown]
