"""Tags: of kinds, with other spellings, with wider tags above them, with names in other languages."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from inkstead.stories.addresses import tag_address
from inkstead.stories.models.choices import TagKind, Visibility


class Tag(models.Model):
    name = models.CharField(max_length=60)
    slug = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=16, choices=TagKind, default=TagKind.FREEFORM, db_default=TagKind.FREEFORM)
    # Another spelling of that tag, which is none itself. Stories keep the word that their writer chose; they are found
    # under both. Spellings have the kind of the tag that they stand for.
    stands_for = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="spellings")
    created_at = models.DateTimeField(default=timezone.now, null=True, db_index=True)  # not known of the oldest
    kept_at = models.DateTimeField(null=True, blank=True)  # when a keeper last decided something about it

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_tag_does_not_stand_for_itself", condition=~Q(stands_for=F("id"))),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return tag_address(self.slug)


class StoryTagQuerySet(models.QuerySet["StoryTag"]):
    def on_listed_stories(self) -> StoryTagQuerySet:
        """Of stories that a list for strangers may name (`Story.objects.listed`). As a join, not `story__in`: asked of
        one tag, that would make a list of all stories first."""
        return self.filter(story__visibility=Visibility.PUBLIC, story__parts_published__gt=0)


class StoryTag(models.Model):
    story = models.ForeignKey("Story", on_delete=models.CASCADE)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE)
    position = models.PositiveSmallIntegerField(default=0)

    objects = StoryTagQuerySet.as_manager()

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
    """Every other tag under which a story with this tag is found, however far above: the one that it stands for too,
    and never a spelling. Worked out from links and spellings by a job (`tagkeeping`)."""

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
