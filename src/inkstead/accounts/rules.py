"""Who may what on the whole site."""

from __future__ import annotations

import re

from inkstead.accounts.models import Role, User
from inkstead.lib.refusals import Refused

SUSPENDED = (
    "Your account is suspended: you can read, change what only you see, take away what is yours, and appeal. "
    "You → Decisions says why."
)
# Their keys, settings, notices, appeals and heir; whom they keep apart; what they take back; their places, history and
# shelves. A button that follows also ends it.
_OWN_PAGES = re.compile(
    r"/me/(?!pen-names/)|/library/|/comment/\d+/delete/$|/wall/\d+/off/$|/story/\d+/shelve/$|/(story|by|tag|shelf)/[^/]+/follow/$"
)
_OWN_CALLS = re.compile(
    r"\w+ me/.*|DELETE (comments|wall)/\d+|DELETE \w+/[^/]+/follow|\w+ names/[^/]+/(block|mute)|"
    r"\w+ (stories|tags)/[^/]+/hide|POST parts/\d+/reads"
)


def can_keep_tags(user: object) -> bool:
    """Merge, split, link and name the tags of everybody's stories. Moderators look after people, not after tags."""
    return isinstance(user, User) and user.is_active and user.role in (Role.TAG_KEEPER, Role.ADMIN)


def why_quiet(user: User) -> str:
    """A sentence for somebody who may say nothing to others; nothing for everybody else."""
    if user.may_speak:
        return ""
    if user.is_suspended:
        return SUSPENDED
    until = f" until {user.standing_until:%-d %B %Y}" if user.standing_until else ""
    return f"You cannot comment or publish{until}. You → Decisions says why."


def must_speak(user: User) -> None:
    """Comment, publish, invite, show something to others."""
    if why := why_quiet(user):
        raise Refused(why, code="forbidden")


def must_not_be_suspended(user: User) -> None:
    """For what others see of somebody, where taking it back is asked at the same address."""
    if user.is_suspended:
        raise Refused(SUSPENDED, code="suspended")


def is_own(method: str, path: str) -> bool:
    """What somebody who is suspended may still change. The actions refuse what others would see of it."""
    call = path.partition("/api/v1/")[2]
    return _OWN_CALLS.fullmatch(f"{method} {call}") is not None if call else _OWN_PAGES.match(path) is not None
