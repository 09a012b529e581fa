"""Tags: of kinds, with other spellings, with wider tags above them, with names in other languages."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from inkstead.stories.models.choices import TagKind


class Tag(models.Model):
    name = models.CharField(max_length=60)
    slug = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=16, choices=TagKind, default=TagKind.FREEFORM, db_default=TagKind.FREEFORM)
    # Another spelling of that tag. Stories keep the word that their writer chose; they are found under both.
    stands_for = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="spellings")

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_tag_does_not_stand_for_itself", condition=~Q(stands_for=F("id"))),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("tag", args=[self.slug])


class StoryTag(models.Model):
    story = models.ForeignKey("Story", on_delete=models.CASCADE)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["story", "tag"], name="a_tag_once_per_story")]


class TagLink(models.Model):
    """A wider tag that a keeper put above this one."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="links_up")
    wider = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="links_down")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tag", "wider"], name="a_tag_linked_once"),
            models.CheckConstraint(name="a_tag_is_not_wider_than_itself", condition=~Q(tag=F("wider"))),
        ]


class TagAbove(models.Model):
    """Every tag under which a story with this tag is found, however far above; itself too. Worked out from the links
    and the spellings by a job."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="above")
    wider = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="below")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "wider"], name="above_once")]


class TagName(models.Model):
    """What a tag is called in another language."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(max_length=35)
    name = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "language"], name="a_tag_named_once_per_language")]
