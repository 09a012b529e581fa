"""What was found in a story's texts. All of it can be found again; what a person said is in `said`."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from inkstead.stories.models import Part, Story


class Audience(models.TextChoices):
    """Whose texts were read. Nothing of one audience is ever shown to another: a draft may give a narrator away."""

    EVERYBODY = "everybody", "Everybody"
    FOLLOWERS = "followers", "Followers"
    WRITERS = "writers", "Those who work on it"


class Survey(models.Model):
    """One reading of a story's texts, as an audience may see them."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="surveys")
    audience = models.CharField(max_length=16, choices=Audience)
    # The fingerprint of the texts and of what was said about them; another one means that it has to be read again.
    texts = models.CharField(max_length=40, blank=True)
    method = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "audience"], name="one_survey_per_story_and_audience")]

    def __str__(self) -> str:
        return f"{self.story} for {self.audience}"


class Scene(models.Model):
    """A run of blocks of a part. It stays the same row as long as it begins with the same block."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="scenes")
    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="+")
    block = models.CharField(max_length=16)
    last_block = models.CharField(max_length=16)
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    # Where in its part it begins, 0 to 1: whoever read so far has reached it.
    begins = models.FloatField()
    paragraphs = models.PositiveIntegerField()
    words = models.PositiveIntegerField()
    person = models.CharField(max_length=8)
    tense = models.CharField(max_length=8, blank=True)
    narrator = models.CharField(max_length=200, blank=True)
    confidence = models.FloatField(default=0.0)
    evidence = models.JSONField(default=list, blank=True)
    present = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "part", "block"], name="a_scene_begins_once")]

    def __str__(self) -> str:
        return f"{self.part_id}:{self.first}-{self.last}"


class Retelling(models.Model):
    """Two scenes that tell the same moment, `one` before `other`. It stays the same row as long as both scenes do."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="retellings")
    one = models.ForeignKey(Scene, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Scene, on_delete=models.CASCADE, related_name="+")
    by = models.CharField(max_length=8)
    confidence = models.FloatField()
    accepted = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "one", "other"], name="two_scenes_are_linked_once")]


class SharedLine(models.Model):
    """A line that both tell; where one leaves it out its text is empty and its block the one before."""

    retelling = models.ForeignKey(Retelling, on_delete=models.CASCADE, related_name="lines")
    place = models.PositiveIntegerField()
    one_block = models.CharField(max_length=16)
    one_text = models.TextField(blank=True)
    other_block = models.CharField(max_length=16)
    other_text = models.TextField(blank=True)
    difference = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["retelling", "place"], name="shared_lines_in_order")]


class Echo(models.Model):
    """A line that comes back as a thought or a quotation."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="echoes")
    scene = models.ForeignKey(Scene, on_delete=models.CASCADE, related_name="+")
    block = models.CharField(max_length=16)
    text = models.TextField()
    of_scene = models.ForeignKey(Scene, on_delete=models.CASCADE, related_name="+")
    of_block = models.CharField(max_length=16)
    of_text = models.TextField()
