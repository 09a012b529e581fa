"""The private margin: notes beside a draft. Comments of readers are another thing, and public."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from inkstead.accounts.models import PenName
from inkstead.stories.models import Part

NOTE_LIMIT = 5000  # characters
QUOTE_LIMIT = 1000


class MarginNote(models.Model):
    """On a passage or on the whole part, or a reply to such a note. Only for those who work on the story."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="margin_notes")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies")
    by = models.ForeignKey(PenName, null=True, on_delete=models.SET_NULL, related_name="+")
    # Of somebody at the site that the story came from, who is nobody here.
    name_there = models.CharField(max_length=60, blank=True, default="")
    # The passage, and its words when the note was written; empty when the note is on the whole part, or a reply.
    block = models.CharField(max_length=16, blank=True)
    quote = models.CharField(max_length=QUOTE_LIMIT, blank=True)
    body = models.TextField(max_length=NOTE_LIMIT)
    created_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(PenName, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["part", "created_at"], name="notes_of_a_part")]
        constraints = [
            models.CheckConstraint(
                name="only_a_thread_is_resolved",
                condition=models.Q(parent__isnull=True) | models.Q(resolved_at__isnull=True),
            )
        ]

    @property
    def said_by(self) -> str:
        """Costs a query unless `by` is joined."""
        return self.by.name if self.by else self.name_there
