"""What ends between two people when one blocks the other: follows of names and of shelves."""

from __future__ import annotations

from inkstead.accounts.actions import ends_between
from inkstead.accounts.models import Block, User
from inkstead.library.actions.follows import unfollow_pen_name, unfollow_shelf
from inkstead.library.models import PenNameFollow, ShelfFollow
from inkstead.stories.actions import names_closed_by


@ends_between
def end_follows(block: Block) -> None:
    _end(block.pen_name.user, names_closed_by(block))
    _end(block.by, [block.pen_name_id])


def _end(follower: User, names: list[int]) -> None:
    for name in PenNameFollow.objects.filter(user=follower, pen_name__in=names).select_related("pen_name"):
        unfollow_pen_name(name.pen_name, by=follower)
    for shelf in ShelfFollow.objects.filter(user=follower, shelf__pen_name__in=names).select_related("shelf"):
        unfollow_shelf(shelf.shelf, by=follower)
