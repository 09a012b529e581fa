"""What happens when an appeal is answered, by a moderator's words or because the decision was taken back."""

from __future__ import annotations

from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.events import announce
from inkstead.moderation.actions.logging import write_down
from inkstead.moderation.events import AppealAnswered
from inkstead.moderation.models import Appeal
from inkstead.notifications.actions.telling import tell
from inkstead.notifications.news import News


def close_appeal(appeal: Appeal, answer: str, words: str, by: User) -> None:
    """Within the caller's transaction; wants `decision` joined."""
    decision = appeal.decision
    appeal.answer, appeal.answer_words = answer, words
    appeal.answered_by, appeal.answered_at = by, timezone.now()
    appeal.save()
    write_down(f"appeal {answer}"[:16], by=by, kind=decision.kind, thing=decision.thing_id, decision=decision.pk)
    announce(AppealAnswered(appeal_id=appeal.pk, decision_id=decision.pk))
    if decision.about_id is not None:
        tell([decision.about_id], News("moderation", f"appeal:{appeal.pk}", thing_id=decision.pk))
