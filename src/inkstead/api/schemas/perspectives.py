from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field, StrictBool

from inkstead.api.schemas.base import Answer, BlockId, Given, GivenId, Text
from inkstead.perspectives.analysis import Perspectives
from inkstead.stories.models import Part


class EvidenceShown(Answer):
    kind: str = Field(
        description="label, title, signature, introduced, addressed, alignment, echo, continued or author."
    )
    says: str = Field(description="One sentence for people.")
    block: int | None


class NarratorShown(Answer):
    name: str
    confidence: float = Field(description="0 to 1; only what an author said is certain.")
    evidence: list[EvidenceShown]


class SceneSeen(Answer):
    """Scenes count from 1 in the story, parts from 1 among those that you may see, blocks from 1 in their part."""

    index: int
    part: int
    part_id: int
    blocks: tuple[int, int] = Field(description="The first and the last.")
    paragraphs: int
    words: int
    person: Literal["first", "second", "third"]
    tense: Literal["past", "present"] | None
    narrator: NarratorShown | None = Field(description="Null when nothing tells who tells.")
    present: list[str] = Field(description="Characters that are named, addressed, or speak.")


class LineSeen(Answer):
    scene: int
    block: int
    text: str = Field(description="Empty when the line is missing there; then the block is the one before.")


class SharedLineSeen(Answer):
    a: LineSeen
    b: LineSeen
    same: bool
    difference: Literal["spelling", "punctuation", "wording", "speaker", "order", "missing"] | None


class RetellingSeen(Answer):
    scenes: tuple[int, int]
    by: Literal["lines", "wording", "author"] = Field(
        description="What gave it away: spoken lines, the narration, or nothing but its author's word."
    )
    confidence: float
    lines: list[SharedLineSeen]


class EchoSeen(Answer):
    scene: int
    block: int
    text: str
    of: LineSeen


class PerspectivesSeen(Answer):
    scenes: list[SceneSeen]
    retellings: list[RetellingSeen]
    echoes: list[EchoSeen]

    @classmethod
    def of(cls, seen: Perspectives, parts: Sequence[Part]) -> PerspectivesSeen:
        told = seen.as_json()
        for scene in told["scenes"]:
            scene["part_id"] = parts[scene["part"] - 1].pk
        return cls.model_validate(told)


class Place(Given):
    part: GivenId
    block: BlockId


class SceneCorrection(Place):
    narrator: Text | None = Field(
        None, max_length=200, description="Empty: nobody of the story tells it. Null: what was said before stands."
    )
    person: Literal["first", "second", "third"] | None = None
    tense: Literal["past", "present"] | None = None
    forget: StrictBool = Field(False, description="Go by what the text tells again; everything else is passed over.")


class LinkAnswer(Given):
    one: Place
    other: Place
    accepted: StrictBool
