from __future__ import annotations

from inkstead.accounts.models import User
from inkstead.events import touch_after_commit


def touch_person(user: User) -> None:
    """What pages know of this person is old: every process reads them again before its next answer to them."""
    touch_after_commit([f"user:{user.pk}"])


def touch_names(user: User) -> None:
    """The pages of this person's pen names, for everybody: they say whether somebody is there."""
    touch_after_commit([f"penname:{pk}" for pk in user.pen_names.values_list("pk", flat=True)])
