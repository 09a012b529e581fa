"""A proposed change of one passage of a draft."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from inkstead.accounts.models import PenName
from inkstead.stories.models import Part


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def open(self) -> SuggestionQuerySet:
        """Those that nobody has answered."""
        return self.filter(answered_at__isnull=True)


class Suggestion(models.Model):
    """Other words for a passage, its removal, or new passages after it. It keeps what it was made against."""

    class Kind(models.TextChoices):
        REPLACE = "replace", "Other words"
        REMOVE = "remove", "To be removed"
        ADD = "add", "New after it"

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Refused"
        TAKEN_BACK = "taken_back", "Taken back"

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="suggestions")
    by = models.ForeignKey(PenName, null=True, on_delete=models.SET_NULL, related_name="+")
    # Of somebody at the site that the story came from, who is nobody here.
    name_there = models.CharField(max_length=60, blank=True, default="")
    kind = models.CharField(max_length=16, choices=Kind)
    # The passage, by its id; empty for the beginning of the part, where something can only be added.
    block = models.CharField(max_length=16, blank=True)
    # The number of the revision that it was made against, and the passage as it stood there.
    revision = models.PositiveIntegerField()
    then_html = models.TextField(blank=True)
    html = models.TextField(blank=True)  # what should stand there: clean blocks without ids
    note = models.TextField(blank=True, max_length=2000)
    created_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=16, blank=True, choices=Answer)
    answered_by = models.ForeignKey(PenName, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, max_length=1000)
    # The revision that took it in.
    result = models.PositiveIntegerField(null=True, blank=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["part"], name="open_suggestions", condition=Q(answered_at__isnull=True)),
            models.Index(fields=["part", "-answered_at"], name="answered_suggestions"),
        ]

    @property
    def said_by(self) -> str:
        """Costs a query unless `by` is joined."""
        return self.by.name if self.by else self.name_there
