"""Announce a fact, react to a fact.

    announce(PartPublished(part_id=part.pk, story_id=part.story_id))      in an action, inside its transaction

    @on(PartPublished)                                                    in another app's handlers.py
    def tell_followers(fact: PartPublished) -> None: ...

Apps define their facts from `inkstead.events.facts`, which imports nothing.
"""

# ruff: noqa: PLC0415 - tables can be imported only after Django has loaded every app, and this package is one of them
from __future__ import annotations

from collections.abc import Iterable

from inkstead.events.facts import Fact
from inkstead.events.reactions import LATER, at_once, on

__all__ = ["LATER", "Fact", "announce", "at_once", "on", "touch_after_commit"]


def announce(fact: Fact) -> None:
    """Save the fact with the change that is going on (inside its transaction); reactions follow after commit.

    By the time the caller's transaction has returned, no process of this machine serves the old state from its page
    cache.
    """
    from inkstead.events.announcing import save_fact

    save_fact(fact)


def touch_after_commit(names: Iterable[str]) -> None:
    """For changes that are no facts, like counts of reads. Outside a transaction: at once."""
    from inkstead.events.announcing import touch_after_commit

    touch_after_commit(names)
