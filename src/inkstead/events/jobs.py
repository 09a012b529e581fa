from __future__ import annotations

import logging
from datetime import timedelta

from django.utils import timezone

from inkstead.background import job
from inkstead.events.models import FactRow
from inkstead.events.reactions import reactions

log = logging.getLogger(__name__)

KEEP_FACTS = timedelta(days=30)


@job
def react(reaction_name: str, fact_id: int) -> None:
    """What is no longer there (a handler of an older version, a fact pruned meanwhile) needs no reaction."""
    reaction = reactions.get(reaction_name)
    row = FactRow.objects.filter(pk=fact_id).first()
    fact = row.fact() if row else None
    if reaction is None or fact is None:
        log.warning("Nothing to do for fact %s and reaction %s.", fact_id, reaction_name)
        return
    reaction.function(fact)


@job
def prune_facts() -> int:
    deleted, _ = FactRow.objects.filter(created_at__lt=timezone.now() - KEEP_FACTS).delete()
    return deleted
