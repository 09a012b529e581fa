"""The rows beneath the read counters."""

from __future__ import annotations

from django.db import models

from inkstead.stories.models import Part


class Read(models.Model):
    """A published part was read: once per reader, part and UTC day."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="reads")
    # "a:<account id>", or for a guest "g:" and a keyed hash whose key is thrown away when the day is over.
    reader = models.CharField(max_length=32)
    day = models.DateField()
    reached = models.FloatField(default=0.0)
    seconds = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "day", "reader"], name="one_read_per_reader_part_and_day")
        ]


class CountingKey(models.Model):
    """The day's secret for hashing guests. Gone when the day is, so that no visit can be joined to another day's."""

    day = models.DateField(primary_key=True)
    key = models.BinaryField(max_length=32)
