"""Report, decide, appeal, answer."""

from inkstead.moderation.actions.answers import delete_answer, save_answer
from inkstead.moderation.actions.appealing import answer_appeal, appeal
from inkstead.moderation.actions.deciding import decide, reverse_decision
from inkstead.moderation.actions.reporting import (
    challenge,
    claim_case,
    forget_networks,
    give_case_back,
    refuse_reports_of_reports,
    report,
)

__all__ = [
    "answer_appeal",
    "appeal",
    "challenge",
    "claim_case",
    "decide",
    "delete_answer",
    "forget_networks",
    "give_case_back",
    "refuse_reports_of_reports",
    "report",
    "reverse_decision",
    "save_answer",
]
