"""Who may do what with a story."""

from __future__ import annotations

from inkstead.accounts.models import PenName, User
from inkstead.lib.refusals import Refused
from inkstead.stories.models import Story


def can_write_as(user: User, pen_name: PenName) -> bool:
    return user.is_active and pen_name.user_id == user.pk


def must_write_as(user: User, pen_name: PenName) -> None:
    if not can_write_as(user, pen_name):
        raise Refused("You can only write under your own pen names.", code="forbidden")


def can_edit(user: User, story: Story) -> bool:
    return can_write_as(user, story.author)


def must_edit(user: User, story: Story) -> None:
    if not can_edit(user, story):
        raise Refused("Only the authors of this story can change it.", code="forbidden")
