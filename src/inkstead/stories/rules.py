"""Who may do what with a story.

| | reads drafts, suggests | changes texts | publishes, orders, changes the story | invites, transfers, deletes |
|---|---|---|---|---|
| author | yes | yes | yes | yes |
| co-author | yes | yes | yes | |
| editor | yes | yes | | |
| beta reader | yes | | | |
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from inkstead.accounts.models import PenName, User
from inkstead.accounts.rules import must_speak
from inkstead.lib.refusals import Refused
from inkstead.stories.models import Contributor, Part, Role, Story

EDITING = (Role.COAUTHOR, Role.EDITOR)
PUBLISHING = (Role.COAUTHOR,)
Can = Callable[[User, Story], bool]


def can_write_as(user: User, pen_name: PenName) -> bool:
    return user.is_active and pen_name.user_id == user.pk


def must_write_as(user: User, pen_name: PenName) -> None:
    if not can_write_as(user, pen_name):
        raise Refused("You can only write under your own pen names.", code="forbidden")


def role_of(user: User, story: Story) -> str:
    """ "author", one of `Role`, or nothing. Wants the story's author joined; asks a query for everybody else."""
    if can_write_as(user, story.author):
        return "author"
    if not user.is_active:
        return ""
    roles = set(Contributor.objects.filter(story=story, pen_name__user=user).values_list("role", flat=True))
    return next((role for role in Role.values if role in roles), "")


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do with a story, asked once for a page that hides what it would refuse."""

    role: str
    edit: bool
    publish: bool
    manage: bool


def rights_of(user: User, story: Story) -> Rights:
    role = role_of(user, story)
    is_author = role == "author"
    return Rights(role, is_author or role in EDITING, is_author or role in PUBLISHING, is_author)


def can_read_drafts(user: User, story: Story) -> bool:
    return role_of(user, story) != ""


def can_edit(user: User, story: Story) -> bool:
    return role_of(user, story) in ("author", *EDITING)


def can_publish(user: User, story: Story) -> bool:
    return role_of(user, story) in ("author", *PUBLISHING)


def can_manage(user: User, story: Story) -> bool:
    return role_of(user, story) == "author"


def must_read_drafts(user: User, story: Story) -> None:
    if not can_read_drafts(user, story):
        raise Refused("Only those who work on this story can do that.", code="forbidden")


def must_edit(user: User, story: Story) -> None:
    if not can_edit(user, story):
        raise Refused("Only the authors of this story can change it.", code="forbidden")


def must_publish(user: User, story: Story) -> None:
    role = role_of(user, story)
    if role == Role.EDITOR:
        raise Refused("As an editor you can change the text; publishing is for its authors.", code="forbidden")
    if role not in ("author", *PUBLISHING):
        raise Refused("Only the authors of this story can change it.", code="forbidden")


def must_manage(user: User, story: Story) -> None:
    if not can_manage(user, story):
        raise Refused("Only the author of this story can do that.", code="forbidden")


def must_show(user: User, thing: Story | Part) -> None:
    """Whether somebody can put it before readers: they may speak, and moderators have not taken it out of sight."""
    must_speak(user)
    must_not_be_withheld(thing)


def must_not_be_withheld(thing: Story | Part) -> None:
    if thing.withheld if isinstance(thing, Part) else thing.withheld_from:
        what = "part" if isinstance(thing, Part) else "story"
        raise Refused(f"Moderators have taken this {what} out of sight. You → Decisions says why.", code="forbidden")


def name_of(user: User, story: Story) -> PenName | None:
    """The name under which somebody works on a story; nobody learns another of theirs from it."""
    if story.author.user_id == user.pk:
        return story.author
    mine = Contributor.objects.filter(story=story, pen_name__user=user).select_related("pen_name").order_by("pk")
    # Of two names the one that may do more, which is the one whose rights they use: a beta reader's name on a
    # revision would tell that somebody else's is theirs too.
    found = min(mine, key=lambda row: Role.values.index(row.role), default=None)
    return found.pen_name if found else None


def must_be_kept(thing: Story | Part) -> None:
    """What lies in the bin changes only by coming back. Asked under the lock: it may have gone there a moment ago."""
    if thing.binned_at is not None:
        kind = "story" if isinstance(thing, Story) else "part"
        raise Refused(f"This {kind} lies in the bin. Restore it first.", code="conflict")
