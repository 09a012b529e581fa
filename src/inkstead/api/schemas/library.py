from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from inkstead.api.schemas.base import Answer, Given, GivenId, Text
from inkstead.api.schemas.stories import Flag
from inkstead.library.queries import HistoryLine, ShelfLine, ShelfRow
from inkstead.notifications.queries import Line
from inkstead.notifications.wishes import Switch

SharedWith = Literal["private", "unlisted", "public"]


class Followed(Answer):
    """Something that is followed, by its name."""

    kind: Literal["story", "name", "tag", "shelf"]
    id: int
    title: str
    url: str


class Follows(Answer):
    items: list[Followed]


class FollowShown(Answer):
    following: bool


class ShelfShown(Answer):
    id: int
    title: str
    url: str
    sharing: SharedWith
    stories: int = Field(description="Those that you may see.")

    @classmethod
    def of(cls, line: ShelfLine) -> ShelfShown:
        return cls.model_validate(
            {"id": line.id, "title": line.title, "url": line.url, "sharing": line.sharing, "stories": line.stories}
        )


class Shelves(Answer):
    items: list[ShelfShown]


class ShelfMade(Answer):
    id: int
    url: str


class ShelfGiven(Given):
    title: Text
    about: Text = ""


class ShelfChange(Given):
    """Only what is sent is changed."""

    title: Text | None = None
    about: Text | None = None
    sharing: SharedWith | None = None


class Shelved(Answer):
    """A story on a shelf."""

    story: int
    title: str
    url: str
    note: str
    place: int

    @classmethod
    def of(cls, row: ShelfRow) -> Shelved:
        return cls(story=row.story.id, title=row.story.title, url=row.story.url, note=row.note, place=row.number)


class ShelfWhole(Answer):
    id: int
    title: str
    about: str
    url: str
    sharing: SharedWith
    items: list[Shelved]


class ShelvedGiven(Given):
    note: Text | None = Field(None, description="What you say about it. Left out, it stays as it is.")
    place: int | None = Field(None, ge=1, le=1_000_000, description="From 1; at the end when left out.")


class HistoryShown(Answer):
    part: int
    title: str
    url: str
    story: str
    at: datetime

    @classmethod
    def of(cls, line: HistoryLine) -> HistoryShown:
        return cls(part=line.part_id, title=line.part_title, url=line.part_url, story=line.story_title, at=line.at)


class HistoryList(Answer):
    items: list[HistoryShown]
    next: str | None
    paused: bool


class HistoryPause(Given):
    paused: Flag


class NoticeShown(Answer):
    ids: list[int] = Field(description="Notices that came together are one line; the first is the newest.")
    kind: str
    text: str
    url: str
    excerpt: str
    at: datetime
    is_new: bool

    @classmethod
    def of(cls, line: Line) -> NoticeShown:
        return cls(
            ids=line.ids,
            kind=line.kind,
            text=line.told.text,
            url=line.told.url,
            excerpt=line.told.excerpt,
            at=line.at,
            is_new=line.is_new,
        )


class NoticeList(Answer):
    items: list[NoticeShown]
    next: str | None
    unread: int = Field(description="100 stands for more than 99.")


class NoticesRead(Given):
    """`ids`, or all up to the id `until`."""

    ids: list[GivenId] = Field(default=[], max_length=100)
    until: GivenId | None = None


class Unread(Answer):
    unread: int


class SwitchShown(Answer):
    kind: str
    site: bool
    mail: bool
    push: bool

    @classmethod
    def of(cls, row: Switch) -> SwitchShown:
        return cls(kind=row.kind, site=row.site, mail=row.mail, push=row.push)


class ChoicesShown(Answer):
    rhythm: str
    hour: int
    weekday: int
    switches: list[SwitchShown]


class SwitchGiven(Given):
    site: Flag | None = None
    mail: Flag | None = None
    push: Flag | None = None


class ChoicesGiven(Given):
    """Only what is sent is changed."""

    rhythm: Literal["at_once", "daily", "weekly", "never"] | None = None
    hour: int | None = Field(None, ge=0, le=23)
    weekday: int | None = Field(None, ge=0, le=6)
    switches: dict[str, SwitchGiven] = Field(default={}, max_length=40)
