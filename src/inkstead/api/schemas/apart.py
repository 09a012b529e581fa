from __future__ import annotations

from pydantic import Field

from inkstead.api.schemas.base import Answer, Given


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
