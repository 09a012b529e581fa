"""Which stories are finished by the same people. Lists are made of these rows; no page ever shows who."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.stories.models import Story


class Finished(models.Model):
    """Somebody read a story to its end, as far as it has come. Gathered at night from what readers keep themselves."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "story"], name="finished_once")]
        indexes = [models.Index(fields=["story", "user"], name="who_finished")]


class Related(models.Model):
    """That many of those who finished a story finished another one too. Only where enough did: see `likeness`."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="related", db_index=False)
    other = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    likeness = models.FloatField()  # cosine, 0 to 1

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "other"], name="related_once")]


class Ledger(models.Model):
    """One row: until which day it is decided which stories go together."""

    decided = models.DateField(null=True)


class Less(models.Model):
    """A story that somebody does not want to be offered, nor others for its sake."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "story"], name="less_once")]
