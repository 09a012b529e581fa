"""What somebody never wants to see in a list again. Nobody else is told."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from inkstead.accounts.models import PenName, User
from inkstead.stories.models import Story, Tag


class Hide(models.Model):
    """A story, a writer by one name, or a tag: one of the three."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="hides", db_index=False)
    story = models.ForeignKey(Story, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    pen_name = models.ForeignKey(PenName, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    tag = models.ForeignKey(Tag, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "story"], name="a_story_hidden_once"),
            models.UniqueConstraint(fields=["user", "pen_name"], name="a_pen_name_hidden_once"),
            models.UniqueConstraint(fields=["user", "tag"], name="a_tag_hidden_once"),
            models.CheckConstraint(
                name="a_hide_hides_one_thing",
                condition=Q(story__isnull=False, pen_name__isnull=True, tag__isnull=True)
                | Q(story__isnull=True, pen_name__isnull=False, tag__isnull=True)
                | Q(story__isnull=True, pen_name__isnull=True, tag__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.story or self.pen_name or self.tag)
