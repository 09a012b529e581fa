"""What ends between two people when one blocks the other: invitations that nobody has answered."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from inkstead.accounts.actions import ends_between
from inkstead.accounts.models import Block
from inkstead.stories.actions import names_closed_by
from inkstead.stories.models import Invitation


@ends_between
def end_invitations(block: Block) -> None:
    """Only those with the name that was blocked: another name's would tell whose it is by going away. Who works on a
    story already goes on: its author takes them off it themselves."""
    closed = names_closed_by(block)
    theirs = Q(pen_name=block.pen_name, invited_by__in=closed) | Q(pen_name__in=closed, invited_by=block.pen_name)
    Invitation.objects.filter(theirs, answered_at=None).update(answer="taken_back", answered_at=timezone.now())
