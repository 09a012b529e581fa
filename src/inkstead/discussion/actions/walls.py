"""Write on the wall of a name, take it off again, and say who may."""

from __future__ import annotations

from django.db import transaction

from inkstead.accounts.actions.people import ORPHANAGE
from inkstead.accounts.models import Block, PenName, User
from inkstead.accounts.rules import must_speak, why_quiet
from inkstead.discussion.events import WallPosted, WallPostRemoved
from inkstead.discussion.models import ON_WALLS, POST_LIMIT, Wall, WallPost, Who
from inkstead.events import announce
from inkstead.lib.lines import paragraphs
from inkstead.lib.refusals import Refused
from inkstead.library.models import PenNameFollow


def who_may(wall_of: PenName) -> str:
    found = Wall.objects.filter(pen_name=wall_of).values_list("who", flat=True).first()
    return found or Who.SIGNED_IN


def why_not_here(wall_of: PenName, by: User | None) -> str:
    """A sentence for somebody who may not write on a wall; nothing for who may. Its owner always may. Who blocks them
    could say what they like there, and they would be the only one who does not read it."""
    if by is not None and (why := why_quiet(by)):
        return why
    if by is not None and by.pk == wall_of.user_id:
        return ""
    if by is not None and PenName.objects.closed_to(by).filter(pk=wall_of.pk).exists():
        return "There is nobody of that name here."
    if by is not None and Block.objects.filter(by=by, pen_name=wall_of).exists():
        return f"You block {wall_of}; unblock them before you write here."
    who = who_may(wall_of)
    if wall_of.user.email == ORPHANAGE:
        return f"Nobody is behind {wall_of}, and nothing can be written here."
    if who == Who.NOBODY:
        return f"The wall of {wall_of} is closed."
    if by is None:
        return "Only people who are signed in can write here."
    if who == Who.FOLLOWERS and not PenNameFollow.objects.filter(user=by, pen_name=wall_of).exists():
        return f"Only followers of {wall_of} can write here."
    return ""


@transaction.atomic
def decide_wall(wall_of: PenName, *, who: str, by: User) -> None:
    """Closed, it keeps what stands on it."""
    if wall_of.user_id != by.pk:
        raise Refused("That wall is not yours.", code="forbidden")
    if who not in ON_WALLS:
        raise Refused("Choose who may write here.", code="invalid", fields={"who": "One of the three."})
    Wall.objects.update_or_create(pen_name=wall_of, defaults={"who": who})


@transaction.atomic
def write_on_wall(wall_of: PenName, *, body: str, by: User, pen_name: PenName) -> WallPost:
    """The name came from `open_to(by)`."""
    if pen_name.user_id != by.pk:
        raise Refused("You can only write under your own pen names.", code="forbidden")
    must_speak(by)
    if why := why_not_here(wall_of, by):
        raise Refused(why, code="forbidden")
    text = paragraphs(body, "post", limit=POST_LIMIT, required=True)
    post = WallPost.objects.create(wall_of=wall_of, author=pen_name, body=text)
    announce(WallPosted(post_id=post.pk, pen_name_id=wall_of.pk))
    return post


@transaction.atomic
def take_off_wall(post: WallPost, *, by: User) -> None:
    """Gone for good. Twice is harmless."""
    found = WallPost.objects.select_related("wall_of", "author").filter(pk=post.pk).first()
    if found is None:
        return
    if not can_take_off(found, by):
        raise Refused("Only who wrote it, and whose wall it is, can take it off.", code="forbidden")
    announce(WallPostRemoved(post_id=found.pk, pen_name_id=found.wall_of_id))
    found.delete()


def can_take_off(post: WallPost, by: User) -> bool:
    mine = post.wall_of.user_id == by.pk or (post.author is not None and post.author.user_id == by.pk)
    return mine or by.is_moderator


def withhold_post(post: WallPost, *, withheld: bool) -> None:
    """By moderators: out of everybody's sight, or back."""
    WallPost.objects.filter(pk=post.pk).update(withheld=withheld)
