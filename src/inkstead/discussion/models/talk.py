"""Who may comment, decided for a story and for single parts of it."""

from __future__ import annotations

from django.db import models

from inkstead.stories.models import Part, Story


class Who(models.TextChoices):
    EVERYONE = "everyone", "Everyone, guests too"
    SIGNED_IN = "signed_in", "People who are signed in"
    FOLLOWERS = "followers", "Followers of the story"
    NOBODY = "nobody", "Nobody"


class StoryTalk(models.Model):
    """Without a row everyone may, and nothing but guests' first comments is read beforehand."""

    story = models.OneToOneField(Story, primary_key=True, on_delete=models.CASCADE, related_name="talk")
    who = models.CharField(max_length=10, choices=Who, default=Who.EVERYONE)
    approve_first = models.BooleanField(default=False)


class PartTalk(models.Model):
    """Where a part differs from its story; what is empty is as there."""

    part = models.OneToOneField(Part, primary_key=True, on_delete=models.CASCADE, related_name="talk")
    who = models.CharField(max_length=10, choices=Who, blank=True)
    approve_first = models.BooleanField(null=True, blank=True)
    closed = models.BooleanField(default=False)  # what was said can be read, nothing is added
