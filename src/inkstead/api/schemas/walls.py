from __future__ import annotations

from typing import Literal

from inkstead.api.schemas.base import Answer, Given


class Post(Answer):
    id: int
    name: str
    body: str


class Wall(Answer):
    who: str
    items: list[Post]
    next: str | None


class PostGiven(Given):
    body: str


class WallChoice(Given):
    who: Literal["signed_in", "followers", "nobody"]
