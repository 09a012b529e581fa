"""Stories of one author in the order in which they are meant to be read."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone

from inkstead.accounts.models import PenName
from inkstead.lib.slugs import slugify_title
from inkstead.stories.models.stories import Story


class Series(models.Model):
    """Whoever may see one of its stories may see it, with just those stories."""

    author = models.ForeignKey(PenName, on_delete=models.PROTECT, related_name="series")
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True, max_length=5000)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("series", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        return slugify_title(self.title)


class SeriesEntry(models.Model):
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="entries")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="series_entries")
    position = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["series", "story"], name="a_story_once_per_series")]
