"""What ends between two people when one blocks the other: that one looks after the stories of the other. And where
who is leaving lands."""

from __future__ import annotations

from django.db.models import Q

from inkstead.accounts.actions import ends_between
from inkstead.accounts.closed import asks_where
from inkstead.accounts.models import Block, User
from inkstead.departures.models import Departure, Heir
from inkstead.stories.actions import names_closed_by


def staying(user: User) -> str:
    """Who is leaving can stay after all, on the page where they land when they sign in."""
    return "stay" if Departure.objects.filter(user=user).exists() else ""


asks_where.append(staying)


@ends_between
def end_inheritances(block: Block) -> None:
    """Asked or agreed; only between names that they know of each other, as with invitations. One under which nobody
    asked (its name is gone) ends with any."""
    closed = names_closed_by(block)
    named = Q(user=block.by_id, pen_name=block.pen_name_id) & (Q(asked_as__in=closed) | Q(asked_as=None))
    names = Q(user=block.pen_name.user_id, pen_name__in=closed) & (Q(asked_as=block.pen_name_id) | Q(asked_as=None))
    Heir.objects.filter(named | names).delete()
