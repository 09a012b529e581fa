"""Who is to look after whose stories. Ids only: what they are called is looked up when it is told."""

from __future__ import annotations

from dataclasses import dataclass

from inkstead.events import Fact


@dataclass(frozen=True)
class HeirNamed(Fact):
    """Somebody (an account) asks a pen name to look after their stories if they are gone."""

    user_id: int
    pen_name_id: int


@dataclass(frozen=True)
class HeirAnswered(Fact):
    """`pen_name_id` accepted, or declined (also later), to look after the stories of an account."""

    user_id: int
    pen_name_id: int
    accepted: bool
    key: str  # of the notice


@dataclass(frozen=True)
class StoryInherited(Fact):
    """A story of somebody who is gone belongs to `pen_name_id` now; `by_name_id` is the name that named them an
    heir; none where its author has left and nothing of theirs is here."""

    story_id: int
    user_id: int
    by_name_id: int | None
    pen_name_id: int
