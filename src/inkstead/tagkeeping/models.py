"""What tag keepers did, and what is still being done about it. The log is only added to: taking back is a row too."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils import timezone

from inkstead.accounts.models import PenName
from inkstead.stories.models import Story, Tag


class Verb(models.TextChoices):
    MERGE = "merge", "Made a spelling of another"
    FREE = "free", "Made a tag of its own"
    KIND = "kind", "Kind"
    NAME = "name", "Name"
    TRANSLATE = "translate", "Name in a language"
    LINK = "link", "Put under a wider tag"
    UNLINK = "unlink", "Taken from under a wider tag"
    SPLIT = "split", "Stories given another tag"
    UNDO = "undo", "Taken back"


class TagChange(models.Model):
    """Never changed and never deleted. `edits` are rows of `edits.Edit`: what was before, and what came after."""

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(PenName, null=True, on_delete=models.SET_NULL, related_name="+")  # empty: somebody who left
    verb = models.CharField(max_length=16, choices=Verb)
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Tag, null=True, on_delete=models.PROTECT, related_name="+")
    said = models.CharField(max_length=400)  # what happened, in the names of that day
    why = models.CharField(max_length=300, blank=True)
    stories = models.PositiveIntegerField(default=0)  # public ones, when it was done
    edits = models.JSONField(default=list)
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="tag_changes_by_time")]

    def __str__(self) -> str:
        return self.said

    def get_absolute_url(self) -> str:
        return reverse("tag_change", args=[self.pk])

    @property
    def moves_stories(self) -> bool:
        return self.verb == Verb.SPLIT or bool(self.undoes and self.undoes.moves_stories)


class TagMove(models.Model):
    """A story that carries one tag instead of another since a change. Both empty: its writer was faster."""

    change = models.ForeignKey(TagChange, on_delete=models.CASCADE, related_name="moves", db_index=False)
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    lost = models.ForeignKey(Tag, null=True, on_delete=models.PROTECT, related_name="+")
    gained = models.ForeignKey(Tag, null=True, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["change", "story"], name="a_story_moved_once_by_a_change")]


class TagTask(models.Model):
    """How far the background has come with a change: with what is above its tags, with its stories, with search."""

    change = models.ForeignKey(TagChange, on_delete=models.CASCADE, related_name="tasks", db_index=False)
    what = models.CharField(max_length=8)  # above, stories, search
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    left_alone = models.PositiveIntegerField(default=0)  # stories that their writers had changed meanwhile
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["change", "what"], name="a_task_once_for_a_change")]


class TagToIndex(models.Model):
    """A tag whose stories search has to look at again, and up to which story it has."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+", db_index=False)
    change = models.ForeignKey(TagChange, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    after = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "change"], name="a_tag_to_index_once_for_a_change")]
