from __future__ import annotations

from typing import Literal

from pydantic import Field

from inkstead.api.schemas.base import Answer, Given
from inkstead.library.models import Hide


class Blocked(Answer):
    name: str
    slug: str
    as_name: str | None = Field(description="The one name of yours that is closed to them; null means all.")


class Muted(Answer):
    name: str
    slug: str


class Apart(Answer):
    blocked: list[Blocked]
    muted: list[Muted]


class BlockGiven(Given):
    as_name: str | None = Field(default=None, max_length=80, description="One of your names; left out: all of them.")


class HiddenThing(Answer):
    kind: Literal["story", "tag", "name"]
    id: int
    title: str
    url: str

    @classmethod
    def of(cls, row: Hide) -> HiddenThing:
        thing = row.story or row.tag or row.pen_name
        assert thing is not None  # one of the three, as the database holds
        kind: Literal["story", "tag", "name"] = "story" if row.story else "tag" if row.tag else "name"
        return cls(kind=kind, id=thing.pk, title=str(thing), url=thing.get_absolute_url())


class Hidden(Answer):
    items: list[HiddenThing]
