"""Where a story stood whose author took it away: its title and its table of contents, and nothing of its text."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone


class Tombstone(models.Model):
    """Under the story's own number, so that its old addresses lead here. No name: its author is gone."""

    story_id = models.BigIntegerField(primary_key=True)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=35, default="en")
    words = models.PositiveIntegerField(default=0)
    began_on = models.DateField(null=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.title


class TombstonePart(models.Model):
    """A line of the table of contents."""

    part_id = models.BigIntegerField(primary_key=True)
    tombstone = models.ForeignKey(Tombstone, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "part_id"]
