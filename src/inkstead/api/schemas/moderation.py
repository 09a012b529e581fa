from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from inkstead.api.schemas.base import Answer, Given
from inkstead.moderation.models import Act, Decision

Kind = Literal["story", "part", "comment", "profile", "shelf", "post", "tag"]


class ReportGiven(Given):
    kind: str = Field(max_length=16, description="story, part, comment, profile, shelf or tag.")
    id: int
    reason: str = Field(max_length=16)
    words: str = Field(default="", description="At most 2,000 characters; needed when the reason is `other`.")
    proof: str = Field(
        default="", max_length=400, description="Of a guest: the answer to a challenge. Without it few are taken."
    )


class Challenge(Answer):
    challenge: str = Field(
        description="Find a number with which SHA-256 of `challenge:number` begins with as many zero bits as its "
        "second field says; `challenge:number` is the proof. It can be used once, for this thing, for four hours."
    )


class ReportMade(Answer):
    id: int


class DecisionShown(Answer):
    id: int
    act: str
    title: str
    reason: str
    at: datetime
    until: datetime | None
    taken_back: bool
    appeal: str | None = Field(description="`waiting`, `upheld`, `reversed`, or null when there is none.")

    @classmethod
    def of(cls, row: Decision) -> DecisionShown:
        appeal = getattr(row, "appeal", None)
        return cls(
            id=row.pk,
            act=row.act,
            title=row.title,
            reason=row.reason,
            at=row.at,
            until=row.until,
            taken_back=row.reversed_at is not None,
            appeal=None if appeal is None else appeal.answer or "waiting",
        )


class Decisions(Answer):
    standing: str = Field(description="Empty, `limited`, `suspended` or `banned`.")
    items: list[DecisionShown]


class AppealGiven(Given):
    words: str


class CaseShown(Answer):
    id: int
    kind: str
    title: str
    name: str
    reasons: list[str]
    reports: int
    opened_at: datetime
    claimed_by: str


class Cases(Answer):
    items: list[CaseShown]
    next: str | None = Field(description="The number of the next page.")


class ReportShown(Answer):
    name: str
    reason: str
    words: str
    at: datetime


class CaseWhole(Answer):
    id: int
    kind: str
    title: str
    url: str | None
    words: str = Field(description="As it stood when it was first reported.")
    words_now: str | None
    reports: list[ReportShown]
    acts: list[str]
    claimed_by: str


class DecisionGiven(Given):
    act: Literal["nothing", "warn", "hide", "remove", "limit", "suspend", "ban"]
    reason: str = ""
    days: int | None = None


class FiguresShown(Answer):
    reports: int
    open: int
    decided: int
    by_reason: dict[str, int]
    by_act: dict[str, int]
    appeals: int
    taken_back: int


assert {str(act) for act in Act.values} == {"nothing", "warn", "hide", "remove", "limit", "suspend", "ban"}
