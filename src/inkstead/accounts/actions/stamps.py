from __future__ import annotations

from inkstead.accounts.models import User
from inkstead.events import touch_after_commit


def touch_person(user: User) -> None:
    """What pages know of this person is old: every process reads them again before its next answer to them."""
    touch_after_commit([f"user:{user.pk}"])
