"""What somebody said to moderators, in the archive that they take away."""

from __future__ import annotations

from inkstead.accounts.models import User
from inkstead.exchange.portable import Rows, adds_to_account
from inkstead.moderation.models import Appeal, Report


@adds_to_account("reports.json", "what you reported, and what you said against decisions")
def reports(user: User) -> Rows:
    for row in Report.objects.filter(by=user).select_related("case").order_by("pk"):
        thing = {"thing": row.case.kind, "id": row.case.thing_id}
        yield {"kind": "report", **thing, "reason": row.reason, "words": row.words, "at": row.at}
    for said in Appeal.objects.filter(decision__about=user).order_by("pk"):
        yield {"kind": "appeal", "decision": said.decision_id, "words": said.words, "at": said.at}
