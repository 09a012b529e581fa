"""Who may do what with shelves."""

from __future__ import annotations

from inkstead.accounts.models import User
from inkstead.lib.refusals import Refused
from inkstead.library.models import Shelf


def must_own(user: User, shelf: Shelf) -> None:
    if shelf.user_id != user.pk:
        raise Refused("Only its owner can change a shelf.", code="forbidden")
