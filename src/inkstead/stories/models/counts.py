"""What the counters line shows."""

from __future__ import annotations

from django.db import models

from inkstead.stories.models.parts import Part
from inkstead.stories.models.stories import Story


class PartCounts(models.Model):
    """What the counters line shows. Each number can be rebuilt from the rows beneath it (`inkstead recount`)."""

    part = models.OneToOneField(Part, primary_key=True, on_delete=models.CASCADE, related_name="counts")
    reads = models.PositiveBigIntegerField(default=0)
    votes = models.PositiveBigIntegerField(default=0)
    comments = models.PositiveBigIntegerField(default=0)


class StoryCounts(models.Model):
    """The sums over a story's parts, for lists and rankings."""

    story = models.OneToOneField(Story, primary_key=True, on_delete=models.CASCADE, related_name="counts")
    reads = models.PositiveBigIntegerField(default=0)
    votes = models.PositiveBigIntegerField(default=0)
    comments = models.PositiveBigIntegerField(default=0)
    followers = models.PositiveBigIntegerField(default=0)
