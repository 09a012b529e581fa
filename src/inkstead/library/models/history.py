"""What a person read, for their own eyes."""

from __future__ import annotations

from django.db import models

from inkstead.accounts.models import User
from inkstead.stories.models import Part


class HistoryEntry(models.Model):
    """A part that was read, first and last; once per person and part."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="history", db_index=False)
    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="+")
    first_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "part"], name="a_part_once_in_a_history")]
        indexes = [models.Index(fields=["user", "-at", "-id"], name="history_newest_first")]


class HistoryChoice(models.Model):
    """A row where somebody paused their history: while it stands, nothing is written down."""

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="history_choice")
    paused_at = models.DateTimeField(null=True, blank=True)
