"""Where things came from: under which number another site knows them, and who may say that they are theirs."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from inkstead.accounts.models import PenName
from inkstead.stories.models import Part, Series, Story


class Origin(models.Model):
    """A thing of another site that stands here now. So old addresses find it, and importing it twice adds nothing."""

    class Kind(models.TextChoices):
        STORY = "story"
        PART = "part"
        SERIES = "series"
        PEN_NAME = "pen name"

    site = models.CharField(max_length=100)  # the host, or the name that an operator gave to a rescued archive
    kind = models.CharField(max_length=10, choices=Kind)
    old_id = models.CharField(max_length=64)
    story = models.ForeignKey(Story, null=True, on_delete=models.CASCADE, related_name="origins")
    part = models.ForeignKey(Part, null=True, on_delete=models.CASCADE, related_name="origins")
    series = models.ForeignKey(Series, null=True, on_delete=models.CASCADE, related_name="origins")
    pen_name = models.ForeignKey(PenName, null=True, on_delete=models.CASCADE, related_name="origins")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "kind", "old_id"], name="an_old_address_leads_to_one_thing"),
            models.CheckConstraint(
                name="an_origin_is_of_something",
                condition=Q(story__isnull=False)
                | Q(part__isnull=False)
                | Q(series__isnull=False)
                | Q(pen_name__isnull=False),
            ),
        ]


class Unclaimed(models.Model):
    """A pen name whose person has not been here yet. Of their address only a keyed digest is kept."""

    pen_name = models.OneToOneField(PenName, primary_key=True, on_delete=models.CASCADE, related_name="unclaimed")
    site = models.CharField(max_length=100)
    email_digest = models.CharField(max_length=64, blank=True, db_index=True)
    created_at = models.DateTimeField(default=timezone.now)
