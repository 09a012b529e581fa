"""What all shapes share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from ninja.params.functions import Query
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, Strict, StrictFloat, StrictStr

LARGEST_ID = 2**63 - 1
FOR_GOOD: Any = Query(False, description="Delete it now instead of putting it into the bin.")

Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
GivenId = Annotated[int, Strict(), Field(ge=1, le=LARGEST_ID)]
Text = StrictStr
BlockId = Annotated[str, Strict(), Field(max_length=16, pattern=r"^[A-Za-z0-9_-]*$")]
Limit = Annotated[int, Field(ge=1, le=50)]
Cursor = Annotated[str, Field(max_length=2000)]
Share = Annotated[StrictFloat, Field(ge=0, le=1, allow_inf_nan=False)]


def _within_reason(moment: datetime) -> datetime:
    """The ends of the calendar overflow when they are moved to UTC."""
    if not 1970 < moment.year < 2200:
        raise ValueError("this is not a time that can be meant")
    return moment.astimezone(UTC)


def _printable(word: str) -> str:
    if "\x00" in word:
        raise ValueError("this holds a character that is none")
    return word


Moment = Annotated[AwareDatetime, AfterValidator(_within_reason)]
Word = Annotated[str, Field(max_length=200), AfterValidator(_printable)]


class Given(BaseModel):
    """What a caller sends. A name that we do not know is refused: a misspelt one would lose what was written."""

    model_config = ConfigDict(extra="forbid")


class Answer(BaseModel):
    """What a caller gets."""


class Problem(Answer):
    code: str = Field(description="For programs: does not change.")
    message: str = Field(description="One plain sentence for a person.")
    fields: dict[str, str] = Field(description="What is wrong with which field.")


class ErrorAnswer(Answer):
    error: Problem


class Author(Answer):
    name: str
    url: str


class Counts(Answer):
    reads: int
    votes: int
    comments: int
