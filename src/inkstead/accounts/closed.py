"""Whoever proves that a closed account is theirs is not let in, but may take away what they wrote."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.http import HttpRequest

from inkstead.accounts.models import User

# Where somebody may have more to do than take away what is theirs: the name of a page, or nothing.
asks_where: list[Callable[[User], str]] = []
KEY = "closed_account"
SECONDS = 60 * 60


def remember_closed_account(request: HttpRequest, user: User) -> None:
    """After all was asked of them that an open account would be asked, a second factor too."""
    request.session.cycle_key()
    request.session[KEY] = [user.pk, int(time.time())]


def page_for(user: User) -> str:
    return next((page for ask in asks_where if (page := ask(user))), "leaving")


def closed_account(request: HttpRequest, *, now: float) -> User | None:
    kept = request.session.get(KEY)
    if not (isinstance(kept, list) and len(kept) == 2 and 0 <= now - kept[1] < SECONDS):
        return None
    return User.objects.filter(pk=kept[0], is_active=False).first()
