"""Who may what on the whole site."""

from __future__ import annotations

from inkstead.accounts.models import Role, User
from inkstead.lib.refusals import Refused


def can_keep_tags(user: object) -> bool:
    """Merge, split, link and name the tags of everybody's stories. Moderators look after people, not after tags."""
    return isinstance(user, User) and user.is_active and user.role in (Role.TAG_KEEPER, Role.ADMIN)


def must_speak(user: User) -> None:
    """Comment, publish, invite, show something to others."""
    if not user.may_speak:
        until = f" until {user.standing_until:%-d %B %Y}" if user.standing_until else ""
        raise Refused(f"You cannot comment or publish{until}. You → Decisions says why.", code="forbidden")
