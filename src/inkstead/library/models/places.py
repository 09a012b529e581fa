"""Where a reader is, and what they have read."""

from __future__ import annotations

from django.db import models

from inkstead.accounts.models import User
from inkstead.stories.models import Part, Story

FINISHED = 0.9  # the share of a part from which on it counts as read in tables of contents


class Place(models.Model):
    """The block a person reached in a story, one per story. `at` is the reader's clock: the newest place wins."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="places")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="places")
    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="+")
    block = models.CharField(max_length=16, blank=True)
    reached = models.FloatField(default=0.0)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "story"], name="one_place_per_reader_and_story")]
        indexes = [models.Index(fields=["user", "-at"], name="places_newest_first")]


class ReadMark(models.Model):
    """How far a person ever got in a part: the tick in the table of contents."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="read_marks")
    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="+")
    reached = models.FloatField(default=0.0)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "part"], name="one_mark_per_reader_and_part")]
