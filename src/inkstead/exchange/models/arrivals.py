"""Manuscripts that were uploaded and wait for their writer's word. Nothing of them is a story yet."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from inkstead.accounts.models import PenName, User
from inkstead.stories.models import Story


class Reading(models.TextChoices):
    WAITING = "waiting", "Being read"
    READY = "ready", "Ready to be looked over"
    REFUSED = "refused", "Cannot be read"


class Arrival(models.Model):
    """Kept for a day. Found only through the person who sent it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="arrivals")
    author = models.ForeignKey(PenName, on_delete=models.CASCADE, related_name="+")
    # The story that it goes into; none for a new one.
    story = models.ForeignKey(Story, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)  # as somebody asked for it, or as the manuscript says it
    language = models.CharField(max_length=35, blank=True)
    reading = models.CharField(max_length=16, choices=Reading, default=Reading.REFUSED)
    done = models.PositiveSmallIntegerField(default=0)  # of 100
    problem = models.TextField(blank=True)  # why it cannot be read
    about = models.JSONField(default=dict)  # what the file says of the story
    words_before = models.PositiveIntegerField(default=0)
    warnings = models.JSONField(default=list)
    changes = models.PositiveIntegerField(default=0)  # how often its parts were arranged anew
    # What its writer chose so far, which no other button of the page may lose.
    then = models.CharField(max_length=16, default="drafts")
    takes_cover = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    @property
    def is_waiting(self) -> bool:
        return self.reading == Reading.WAITING

    @property
    def is_refused(self) -> bool:
        return self.reading == Reading.REFUSED


class ArrivedFile(models.Model):
    """As it came, until it is read: a document holds names and deleted words that are nobody's business."""

    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    format = models.CharField(max_length=16, blank=True)
    data = models.BinaryField()

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]


class ArrivedPart(models.Model):
    """A part to be. Its text is clean and has the ids of its blocks already."""

    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    volume = models.CharField(max_length=200, blank=True)
    html = models.TextField()
    words = models.PositiveIntegerField(default=0)
    scenes = models.PositiveIntegerField(default=0)
    beginning = models.CharField(max_length=200, blank=True)
    notes_before = models.TextField(blank=True)
    notes_after = models.TextField(blank=True)
    elsewhere = models.JSONField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "pk"]


class ArrivedStep(models.Model):
    """A change of how it falls into parts, and how it was before."""

    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, related_name="steps")
    before = models.JSONField()  # the parts that were changed, whole
    made = models.JSONField(default=dict)  # what came of them: numbers of parts, and a digest of each text


class ArrivedImage(models.Model):
    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, related_name="images")
    word = models.CharField(max_length=64)
    data = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["arrival", "word"], name="one_image_of_an_arrival")]
