"""What the counters line shows, and what has to be added up again for the writers' figures."""

from __future__ import annotations

from datetime import date

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


VOICES = date(1970, 1, 1)  # in a `StaleDay`: the votes and comments of a part, whatever their day


class StaleDay(models.Model):
    """What happened to a part since its figures were added up: reads of one day, or votes and comments (`VOICES`).

    `changes` counts up, so that whoever adds up can tell whether more has happened meanwhile.
    """

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    changes = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "day"], name="stale_once_per_part_and_day")]


class NetworkDay(models.Model):
    """That somebody in an address block read, voted for or finished a part of a story on a UTC day: rankings count a
    block once a day.

    Which block is a keyed hash of block and day, joined to no reader and no vote; the row goes when the day is closed.
    """

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    what = models.CharField(max_length=4)  # READ, VOTE or KEPT
    network = models.CharField(max_length=16)

    READ, VOTE, KEPT = "read", "vote", "kept"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "what", "story", "network"], name="a_network_once_per_story_and_day")
        ]


class FollowDay(models.Model):
    """Followers won and lost on a UTC day. Who it was is not kept, so that unfollowing leaves no trace of a person."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="follow_days", db_index=False)
    day = models.DateField()
    gained = models.PositiveIntegerField(default=0)
    lost = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "day"], name="follows_once_per_story_and_day")]
