"""Manuscripts that were uploaded and wait for their writer's word. Nothing of them is a story yet."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from inkstead.accounts.models import PenName, User
from inkstead.stories.models import Story


class Arrival(models.Model):
    """Kept for a day. Found only through the person who sent it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="arrivals")
    author = models.ForeignKey(PenName, on_delete=models.CASCADE, related_name="+")
    # The story that it goes into; none for a new one.
    story = models.ForeignKey(Story, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=35)
    # What the preview shows, so that looking at it reads nothing again.
    parts = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)


class ArrivedFile(models.Model):
    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    format = models.CharField(max_length=16, blank=True)
    data = models.BinaryField()

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
