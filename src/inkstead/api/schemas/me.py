from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StrictFloat, StrictStr

from inkstead.api.schemas.base import Answer, Author, BlockId, Given, GivenId, Moment, Share


class Me(Answer):
    pen_name: Author = Field(description="The one this token or session speaks under.")
    pen_names: list[Author] = Field(description="All of them. Nobody else can see that they belong together.")
    role: str


class AdultChoice(Given):
    adult: Literal["ask", "show", "hide"]


class PlaceGiven(Given):
    part: GivenId
    block: BlockId = ""
    reached: Share = 0.0
    at: Moment | None = Field(None, description="When it was reached; the newest place wins. Now when left out.")


class PlaceShown(Answer):
    part: int
    block: str
    reached: float
    at: datetime


class VoteShown(Answer):
    votes: int
    voted: bool


class ReadGiven(BaseModel):
    """Sent by every page that was read, so more than this may come with it."""

    reached: Share = Field(0.0, description="How far the page was read, 0 to 1.")
    seconds: Annotated[StrictFloat, Field(ge=0, allow_inf_nan=False)] = 0.0
    block: BlockId = Field("", description="The last block that came into view: where inside a part readers stop.")
    source: Annotated[StrictStr, Field(max_length=300)] = Field(
        "",
        description="Where the reader came from: a host, or for pages of this site a slash and the first word of their "
        "address. Counted by story and day, and not kept with the read.",
    )


class ReadTaken(Answer):
    accepted: bool
