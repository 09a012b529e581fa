"""Rankings: the days they are added up from, and where each story stands."""

from __future__ import annotations

from django.db import models

from inkstead.stories.models import Story

# One column for each ranking and window, so that a list is one walk along one index.
SCORES = (
    *(f"rising_{window}" for window in ("today", "week", "month")),
    *(f"newcomers_{window}" for window in ("today", "week", "month")),
    *(f"read_{window}" for window in ("today", "week", "month", "all")),
    *(f"loved_{window}" for window in ("today", "week", "month", "all")),
    *(f"kept_{window}" for window in ("month", "all")),
)


class StoryVoices(models.Model):
    """Readers and voices of a story on a UTC day that is closed. See `formulas` for what the two are.

    `finishers`: address blocks in which somebody finished a part; null where it was not counted yet, or nobody did.
    """

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    readers = models.PositiveIntegerField(default=0)
    voices = models.PositiveIntegerField(default=0)
    finishers = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "day"], name="voices_once_per_story_and_day")]
        indexes = [models.Index(fields=["day"], name="voices_by_day")]


class StoryPeople(models.Model):
    """Of the people who finished a part of a story, how many came back on another day. Counted once a night."""

    story = models.OneToOneField(Story, primary_key=True, on_delete=models.CASCADE, related_name="+")
    people_month = models.PositiveIntegerField(default=0)
    came_back_month = models.PositiveIntegerField(default=0)
    people_all = models.PositiveIntegerField(default=0)
    came_back_all = models.PositiveIntegerField(default=0)


class Standing(models.Model):
    """A story's score in each ranking, and what it was made of. A score that is missing has no place."""

    story = models.OneToOneField(Story, primary_key=True, on_delete=models.CASCADE, related_name="standing")
    tally = models.JSONField(default=dict)  # `formulas.Tally` without the story
    rising_today = models.FloatField(null=True)
    rising_week = models.FloatField(null=True)
    rising_month = models.FloatField(null=True)
    newcomers_today = models.FloatField(null=True)
    newcomers_week = models.FloatField(null=True)
    newcomers_month = models.FloatField(null=True)
    read_today = models.FloatField(null=True)
    read_week = models.FloatField(null=True)
    read_month = models.FloatField(null=True)
    read_all = models.FloatField(null=True)
    loved_today = models.FloatField(null=True)
    loved_week = models.FloatField(null=True)
    loved_month = models.FloatField(null=True)
    loved_all = models.FloatField(null=True)
    kept_month = models.FloatField(null=True)
    kept_all = models.FloatField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=[f"-{name}", "story"], name=f"stand_{name}", condition=models.Q(**{f"{name}__gt": 0}))
            for name in SCORES
        ]


class Ledger(models.Model):
    """One row: how far the rankings have come."""

    closed = models.DateField(null=True)  # the last day that is closed
    gathered = models.BigIntegerField(default=0)  # up to this story, days from before there were rankings are in
    gathered_before = models.DateField(null=True)  # those days; the day on which gathering began
    gathering_done = models.BooleanField(default=False)
    made_at = models.DateTimeField(null=True)  # the standings
    until = models.DateField(null=True)  # the last day in them
    means = models.JSONField(default=dict)  # the whole site's voices per reader, by window
    seconds = models.FloatField(default=0.0)  # that making them took


class Snapshot(models.Model):
    """The file of a closed day: every story's tally and the first places of every ranking."""

    day = models.DateField(primary_key=True)
    stories = models.PositiveIntegerField()
    bytes = models.PositiveIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)
