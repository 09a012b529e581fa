"""What is written down of every act."""

from __future__ import annotations

from inkstead.accounts.models import User
from inkstead.moderation.models import LogEntry


def write_down(act: str, *, by: User, kind: str = "", thing: int = 0, case: int = 0, decision: int = 0) -> None:
    """Inside the transaction of the act."""
    LogEntry.objects.create(act=act, by_id=by.pk, kind=kind, thing_id=thing, case_id=case, decision_id=decision)
