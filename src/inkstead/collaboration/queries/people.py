"""Who works on a story. Everybody is shown by the pen name they use there, and by nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from inkstead.accounts.models import User
from inkstead.stories.models import Contributor, Invitation, Role, Story
from inkstead.stories.queries import StoryCard, story_cards

# The role as it is called, and what it lets somebody do.
ROLES = {
    Role.COAUTHOR: ("Co-author", "writes, publishes, changes the story, and is named beside its author"),
    Role.EDITOR: ("Editor", "changes the texts, but publishes nothing"),
    Role.BETA: ("Beta reader", "reads drafts, suggests changes and writes in the margin"),
}


@dataclass(frozen=True, slots=True)
class Person:
    id: int  # of the contributor; 0 for the author
    name: str
    url: str
    role: str
    since: datetime | None
    is_me: bool


@dataclass(frozen=True, slots=True)
class Mine:
    """A story on which somebody works under another's authorship."""

    card: StoryCard
    role: str
    name: str  # which of their names works on it


def role_label(role: str) -> str:
    return "Author" if role == Invitation.AUTHOR else ROLES[Role(role)][0]


def people_of(story: Story, viewer: User) -> list[Person]:
    """The author first, then everybody else in the order in which they came. Wants the author joined."""
    author = story.author
    first = Person(0, author.name, author.get_absolute_url(), "Author", None, author.user_id == viewer.pk)
    rows = Contributor.objects.filter(story=story).select_related("pen_name").order_by("since", "pk")
    return [first, *(_person(row, viewer) for row in rows)]


def _person(row: Contributor, viewer: User) -> Person:
    name = row.pen_name
    is_me = name.user_id == viewer.pk
    return Person(row.pk, name.name, name.get_absolute_url(), role_label(row.role), row.since, is_me)


def open_invitations(story: Story) -> QuerySet[Invitation]:
    """Those of a story that nobody has answered, for its author."""
    return Invitation.objects.filter(story=story, answered_at=None).select_related("pen_name").order_by("pk")


def invitations_of(user: User) -> Sequence[Invitation]:
    """Those that wait for this person, under whichever name."""
    rows = Invitation.objects.filter(pen_name__user=user, answered_at=None, story__binned_at=None)
    return list(rows.select_related("pen_name", "story__author", "invited_by").order_by("-pk"))


def mine_elsewhere(user: User) -> list[Mine]:
    """Stories of others on which this person works, the last changed first."""
    rows = Contributor.objects.filter(pen_name__user=user, story__binned_at=None).exclude(story__author__user=user)
    found = list(
        rows.select_related("pen_name", "story__author", "story__counts").order_by("-story__updated_at", "-pk")
    )
    cards = story_cards([row.story for row in found])
    return [Mine(card, role_label(row.role), row.pen_name.name) for card, row in zip(cards, found, strict=True)]
