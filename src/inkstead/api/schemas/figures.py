from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from inkstead.api.schemas.base import Answer


class DayShown(Answer):
    day: date = Field(description="A UTC day.")
    reads: int
    readers: int = Field(description="Different readers of that day.")
    finished: int = Field(description="Reads that came to the end.")
    votes: int
    comments: int


class StoryDayShown(DayShown):
    followers_gained: int
    followers_lost: int
    followers: int = Field(description="When the day was over.")


class PartLineShown(Answer):
    part: int
    number: int | None = Field(description="Among the published parts.")
    title: str
    state: str
    reads: int
    finished: int
    votes: int
    comments: int
    people: int = Field(description="Accounts that read it.")
    people_finished: int
    percent_from_first: int | None = Field(description="Of the first part's people, how many read this one.")
    percent_from_previous: int | None = Field(description="Of the previous part's people, how many read this one.")
    percent_guests_from_previous: int | None = Field(description="The same of guests, within a day.")


class SourceShown(Answer):
    source: str = Field(description='A host, "/home", "/list", "/story", "/part", "/library", "/here", or "" for none.')
    reads: int


class StoryFiguresShown(Answer):
    story: int
    days: list[StoryDayShown]
    parts: list[PartLineShown]
    sources: list[SourceShown]
    people: int = Field(description="Different accounts that read the story in this time.")
    followed_at: datetime | None = Field(description="When the steps from part to part were last gone through.")


class BlockStopShown(Answer):
    block: str
    number: int
    begins: float = Field(description="Share of the text before it, 0 to 1.")
    reached: int = Field(description="Reads that came this far.")
    stopped: int = Field(description="And no farther.")


class PartFiguresShown(Answer):
    part: int
    reads: int
    finished: int
    days: list[DayShown]
    blocks: list[BlockStopShown]
