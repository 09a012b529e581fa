"""Announcing: a row, a job for each reaction, and after commit the names that changed."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from inkstead.background.actions import enqueue_all
from inkstead.background.models import Job
from inkstead.events.facts import Fact
from inkstead.events.models import FactRow
from inkstead.events.reactions import react_at_once, reactions_to
from inkstead.lib import stamps
from inkstead.stores import valkey

REACT = "inkstead.events.jobs.react"


def save_fact(fact: Fact) -> FactRow:
    """What `inkstead.events.announce` does."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{fact.name} was announced outside a transaction: it could be saved without its change.")
    story_id = getattr(fact, "story_id", None)
    row = FactRow.objects.create(name=fact.name, payload=fact.payload(), story_id=story_id, machine=stamps.machine())
    now = timezone.now()
    jobs = [
        Job(
            task_path=REACT,
            args=[reaction.name, row.pk],
            queue=reaction.queue,
            priority=reaction.priority,
            max_attempts=reaction.max_attempts,
            lane=reaction.lane(story_id),
            run_after=now,
        )
        for reaction in reactions_to(type(fact))
    ]
    touch_after_commit(fact.touches())  # first, so that a reaction never meets a page of before
    if jobs:
        enqueue_all(jobs)
    react_at_once(fact)
    return row


def touch_after_commit(names: Iterable[str]) -> None:
    """For changes that are no facts, like counts of reads. Outside a transaction: at once."""
    names = tuple(names)
    if names:
        transaction.on_commit(lambda: touch(names), robust=True)


def touch(names: tuple[str, ...]) -> None:
    """This machine first: it must not wait for the network."""
    stamps.current().touch(names)
    valkey.publish_touch(names)
