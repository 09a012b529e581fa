"""What is reported and decided. Facts name rows, never a person."""

from __future__ import annotations

from dataclasses import dataclass

from inkstead.events import Fact

COUNTED = ("moderation",)  # the public page of counts


@dataclass(frozen=True)
class ThingReported(Fact):
    """Somebody reported something; `case_id` holds all that is reported of it while it is open."""

    report_id: int
    case_id: int
    touched = COUNTED


@dataclass(frozen=True)
class CaseClaimed(Fact):
    """A moderator works on a case, or does not any more (`given_back`)."""

    case_id: int
    given_back: bool = False


@dataclass(frozen=True)
class Decided(Fact):
    """A case was decided, or a decision was made without one (`case_id` 0)."""

    decision_id: int
    case_id: int
    touched = COUNTED


@dataclass(frozen=True)
class DecisionReversed(Fact):
    """What was hidden is back, what was limited is free."""

    decision_id: int
    touched = COUNTED


@dataclass(frozen=True)
class AppealMade(Fact):
    """Somebody does not agree with a decision about them."""

    appeal_id: int
    decision_id: int
    touched = COUNTED


@dataclass(frozen=True)
class AppealAnswered(Fact):
    """By another moderator, where there is one."""

    appeal_id: int
    decision_id: int
    touched = COUNTED
