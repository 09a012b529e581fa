"""Who may what on the whole site."""

from __future__ import annotations

from inkstead.accounts.models import Role, User


def can_keep_tags(user: object) -> bool:
    """Merge, split, link and name the tags of everybody's stories. Moderators look after people, not after tags."""
    return isinstance(user, User) and user.is_active and user.role in (Role.TAG_KEEPER, Role.ADMIN)
