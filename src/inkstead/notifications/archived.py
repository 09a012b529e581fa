"""What somebody wants to be told of, in the archive that they take away."""

from __future__ import annotations

from inkstead.accounts.models import User
from inkstead.exchange.portable import Rows, adds_to_account
from inkstead.notifications.models import NoticeChoices


@adds_to_account("notices.json", "what you want to be told of, and when")
def choices(user: User) -> Rows:
    plain = ("switches", "rhythm", "hour", "weekday", "quiet_from", "quiet_to")
    return [{name: getattr(row, name) for name in plain} for row in NoticeChoices.objects.filter(user=user)]
