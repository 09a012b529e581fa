"""Rows of readers and voters, put in as the site itself puts them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from inkstead.accounts.models import User
from inkstead.discussion.actions import cast_vote
from inkstead.discussion.models import Vote
from inkstead.reading.tally import Heard, write_reads
from inkstead.stories.models import NetworkDay, Part

TODAY = date(2026, 5, 20)
NOW = datetime.combine(TODAY, time(15), UTC)


def day(ago: int) -> date:
    return TODAY - timedelta(days=ago)


def read(part: Part, readers: int, *, ago: int, network: str = "", first: int = 0) -> None:
    """So many guests of one day; all out of one address block when it is named."""
    write_reads(
        {
            (part.pk, day(ago), f"g:{ago}-{first + number}"): Heard(part.story_id, 1.0, 60, network=network)
            for number in range(readers)
        }
    )


def vote(part: Part, voters: Iterable[User], *, ago: int, address: str = "") -> None:
    for voter in voters:
        cast_vote(part, by=voter, address=address)
    # The moment is the database's own; it is moved together with the networks that were noted for it.
    votes = Vote.objects.filter(part=part, user__in=list(voters))
    votes.update(created_at=datetime.combine(day(ago), time(12), UTC))
    NetworkDay.objects.filter(story=part.story_id, what=NetworkDay.VOTE, day__gt=TODAY).update(day=day(ago))
