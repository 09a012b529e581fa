"""Sums, added up beforehand from the rows beneath them. Each can be rebuilt at any time (`inkstead recount`)."""

from __future__ import annotations

from django.db import models

from inkstead.stories.models import Part, Story


class PartDay(models.Model):
    """What happened to a part on a UTC day. A day on which nothing did has no row."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="days", db_index=False)
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    reads = models.PositiveIntegerField(default=0)
    finished = models.PositiveIntegerField(default=0)  # of the reads
    votes = models.PositiveIntegerField(default=0)  # given that day, and standing
    comments = models.PositiveIntegerField(default=0)  # posted that day, and visible
    stops = models.TextField(default="", blank=True)  # see `stops`

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "day"], name="one_sum_per_part_and_day")]
        indexes = [models.Index(fields=["story", "day"], name="part_days_of_a_story")]


class StoryDay(models.Model):
    """The same for a story, and how many different readers it had that day."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="days", db_index=False)
    day = models.DateField()
    reads = models.PositiveIntegerField(default=0)
    readers = models.PositiveIntegerField(default=0)
    finished = models.PositiveIntegerField(default=0)
    votes = models.PositiveIntegerField(default=0)
    comments = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "day"], name="one_sum_per_story_and_day")]


class PartFigures(models.Model):
    """Who came from the parts before. People are accounts; a guest can be followed for a day, so guests are guests of
    a day. "First" and "previous" are parts that are published, in the story's order."""

    part = models.OneToOneField(Part, primary_key=True, on_delete=models.CASCADE, related_name="figures")
    finished = models.PositiveBigIntegerField(default=0)  # reads that came to the end
    people = models.PositiveIntegerField(default=0)
    people_finished = models.PositiveIntegerField(default=0)
    people_from_first = models.PositiveIntegerField(default=0)
    people_from_previous = models.PositiveIntegerField(default=0)
    guests = models.PositiveIntegerField(default=0)
    guests_from_previous = models.PositiveIntegerField(default=0)
    # Who came is counted again where `changes`, which counts up with the part's reads, is not `counted` any more, and
    # where `previous` is not the part before it any more (0: it was the first one; null: it was not published).
    changes = models.PositiveBigIntegerField(default=1)
    counted = models.PositiveBigIntegerField(default=0)
    previous = models.BigIntegerField(null=True)


class StoryFigures(models.Model):
    """How far a story's sums have come."""

    story = models.OneToOneField(Story, primary_key=True, on_delete=models.CASCADE, related_name="figures")
    # Whoever adds up writes only if nobody else has written since they looked.
    version = models.PositiveBigIntegerField(default=0)
    added_at = models.DateTimeField(null=True)
    followed_at = models.DateTimeField(null=True)
    following_took = models.FloatField(default=0.0)  # seconds
    following_is_stale = models.BooleanField(default=True)
    people = models.PositiveIntegerField(default=0)  # accounts that ever read here
    last_seen = models.TextField(default="{}")  # {day: accounts whose last read here was on it}
    people_are_stale = models.BooleanField(default=True)  # a part that was read is gone, or nobody has looked yet
    first_part = models.BigIntegerField(null=True)  # the one that `people_from_first` was counted from
    turn = models.PositiveBigIntegerField(default=0)  # whoever goes from part to part writes only while it is theirs

    class Meta:
        indexes = [
            models.Index(fields=["story"], name="stories_to_follow", condition=models.Q(following_is_stale=True)),
        ]


class StoryPerson(models.Model):
    """An account that read here, and the last UTC day on which it did: `last_seen` without going through all reads."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+", db_index=False)
    account = models.BigIntegerField()  # of the reads' "a:<account id>"; like them it outlives the account
    last_day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "account"], name="one_last_day_per_story_and_account")]
