"""Vote, and take it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import transaction

from inkstead.accounts.models import User
from inkstead.discussion.models import Vote
from inkstead.lib.refusals import Refused
from inkstead.stores.prepared import Prepared
from inkstead.stories.actions import add_counts, hold_part, note_networks
from inkstead.stories.models import NetworkDay, Part, PartCounts
from inkstead.web.addresses import network_of

_counts_of = Prepared(lambda part: PartCounts.objects.filter(part=part), int)


@dataclass(frozen=True)
class VoteState:
    votes: int
    voted: bool


@transaction.atomic
def cast_vote(part: Part, *, by: User, address: str = "") -> VoteState:
    """One per person and part; voting twice is harmless. The part must have been found through `visible_to(by)`."""
    must_be_published(part)
    # The constraint decides, not a look before: of two requests at once exactly one inserts.
    if Vote.objects.cast(part, by):
        add_counts(part, votes=+1)
        note_networks(NetworkDay.VOTE, [(_today(), part.story_id, network_of(address) or f"a:{by.pk}")])
    else:
        hold_part(part)  # it stands already, or there is no part any more
    return VoteState(votes=_votes(part), voted=True)


@transaction.atomic
def take_back_vote(part: Part, *, by: User) -> VoteState:
    """Taking back what was never given is harmless."""
    hold_part(part)
    if Vote.objects.take_back(part, by):
        add_counts(part, votes=-1)
    return VoteState(votes=_votes(part), voted=False)


def must_be_published(part: Part) -> None:
    if not part.is_published:
        raise Refused("This part is not published, so nobody can vote or comment on it yet.", code="invalid")


def _today() -> date:
    return datetime.now(UTC).date()


def _votes(part: Part) -> int:
    counts = _counts_of.one(part.pk)
    return counts.votes if counts else 0
