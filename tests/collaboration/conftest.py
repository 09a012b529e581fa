"""Ben and others come to work on Ana's stories here."""

from __future__ import annotations

from inkstead.accounts.models import PenName, User
from inkstead.collaboration.actions import accept_invitation, invite
from inkstead.stories.models import Contributor, Role, Story


def name_of(user: User) -> PenName:
    assert user.pen_name is not None
    return user.pen_name


def works_on(story: Story, user: User, role: Role | str, *, pen_name: PenName | None = None) -> Contributor:
    """Invited by the author and accepted, the way people join."""
    pen_name = pen_name or name_of(user)
    made = invite(story, name=pen_name.name, role=role, by=story.author.user)
    accept_invitation(made, by=user)
    return Contributor.objects.select_related("pen_name", "story__author").get(story=story, pen_name=pen_name)
