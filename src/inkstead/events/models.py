from __future__ import annotations

from django.db import models
from django.utils import timezone

from inkstead.events.facts import Fact, facts


class FactRow(models.Model):
    """A fact, saved in the transaction of the change it tells of."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=100)
    payload = models.JSONField(default=dict)
    story_id = models.BigIntegerField(null=True)
    machine = models.CharField(max_length=200, default="", blank=True)  # it has told itself already
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.name} {self.payload}"

    def fact(self) -> Fact | None:
        """None for a fact that this version of the program no longer knows."""
        kind = facts.get(self.name)
        return kind.from_payload(self.payload) if kind else None
