"""What a writer said about scenes and lines: kept once and for ever, by blocks, so that edits do not lose it.

A scene is meant by all its blocks: whichever scene holds most of them today is that scene, however it was cut or moved.
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from inkstead.stories.models import Part, Story


class SceneSaid(models.Model):
    """Who tells a scene, and how. What is null was not said; an empty narrator is nobody of the story."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="+")
    block = models.CharField(max_length=16)
    blocks = models.JSONField()
    narrator = models.CharField(max_length=200, null=True, blank=True)  # noqa: DJ001 - nobody and nothing said differ
    person = models.CharField(max_length=8, blank=True)
    tense = models.CharField(max_length=8, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "block"], name="said_once_of_a_scene")]


class LinkSaid(models.Model):
    """Whether two scenes tell the same moment."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    one_part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="+")
    one_block = models.CharField(max_length=16)
    one_blocks = models.JSONField()
    other_part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="+")
    other_block = models.CharField(max_length=16)
    other_blocks = models.JSONField()
    accepted = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["one_part", "one_block", "other_part", "other_block"], name="said_once_of_two_scenes"
            )
        ]


class Meant(models.Model):
    """A difference between two tellings that is as its writer wants it: these words here and those words there."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    one_part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="+")
    one_block = models.CharField(max_length=16, blank=True)
    one_words = models.CharField(max_length=32)
    other_part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="+")
    other_block = models.CharField(max_length=16, blank=True)
    other_words = models.CharField(max_length=32)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["one_part", "one_block", "one_words", "other_part", "other_block", "other_words"],
                name="a_difference_is_meant_once",
            )
        ]
