"""Where things came from: under which number another site knows them, and who may say that they are theirs."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from inkstead.accounts.models import PenName
from inkstead.stories.models import Part, Series, Story


class Origin(models.Model):
    """A thing of another site that stands here now. So old addresses find it, and importing it twice adds nothing.

    Apart for every pen name: whoever claims to come from a site takes no address from anybody else who does.
    """

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
    pen_name = models.ForeignKey(PenName, on_delete=models.CASCADE, related_name="origins")  # under which it stands

    # The numbers there of what came inside it: what was deleted here since is not brought a second time.
    inside = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pen_name", "site", "kind", "old_id"], name="an_old_address_leads_to_one_thing_of_a_pen_name"
            )
        ]
        indexes = [models.Index(fields=["site", "kind", "old_id"], name="old_addresses")]


class Unclaimed(models.Model):
    """A pen name whose person has not been here yet. Of their address only a keyed digest is kept."""

    pen_name = models.OneToOneField(PenName, primary_key=True, on_delete=models.CASCADE, related_name="unclaimed")
    site = models.CharField(max_length=100)
    email_digest = models.CharField(max_length=64, blank=True, db_index=True)
    created_at = models.DateTimeField(default=timezone.now)
