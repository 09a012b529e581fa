"""Who may do what with shelves."""

from __future__ import annotations

from inkstead.accounts.models import User
from inkstead.accounts.rules import must_not_be_suspended
from inkstead.lib.refusals import Refused
from inkstead.library.models import Sharing, Shelf


def must_own(user: User, shelf: Shelf) -> None:
    if shelf.user_id != user.pk:
        raise Refused("Only its owner can change a shelf.", code="forbidden")


def must_be_unseen(user: User, shelf: Shelf) -> None:
    """Who is suspended keeps their shelves in order, but shows nothing to others."""
    if shelf.sharing != Sharing.PRIVATE:
        must_not_be_suspended(user)
