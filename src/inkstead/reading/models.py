"""The rows beneath the read counters."""

from __future__ import annotations

from django.db import models

from inkstead.stories.models import Part, Story


class Read(models.Model):
    """A published part was read: once per reader, part and UTC day."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="reads", db_index=False)
    # "a:<account id>", or for a guest "g:" and a keyed hash whose key is thrown away when the day is over.
    reader = models.CharField(max_length=32)
    day = models.DateField()
    reached = models.FloatField(default=0.0)
    # The last block that came into view when it was read farthest; empty when nobody told.
    block = models.CharField(max_length=16, default="", blank=True)
    seconds = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "day", "reader"], name="one_read_per_reader_part_and_day")
        ]


class Arrival(models.Model):
    """How many of a story's reads began where, by day. Not which reads: a label and a number are all that is kept."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="arrivals", db_index=False)
    day = models.DateField()
    source = models.CharField(max_length=60)  # see `reading.sources`
    reads = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story", "day", "source"], name="one_number_per_source_story_and_day")
        ]


class CountingKey(models.Model):
    """The day's secret for hashing guests. Gone when the day is, so that no visit can be joined to another day's."""

    day = models.DateField(primary_key=True)
    key = models.BinaryField(max_length=32)
