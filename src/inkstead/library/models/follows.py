"""Whom and what people follow besides stories (`stories.StoryFollow`). Nobody is shown who: only how many."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from inkstead.accounts.models import PenName, User
from inkstead.library.models.shelves import Shelf
from inkstead.stories.models import Tag


class PenNameFollow(models.Model):
    """A writer, by one name: their other names are others."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="pen_name_follows", db_index=False)
    pen_name = models.ForeignKey(PenName, on_delete=models.CASCADE, related_name="follows", db_index=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "pen_name"], name="a_pen_name_followed_once")]
        # Followers are told in the order of their ids, so that telling them can be taken up where it stopped.
        indexes = [models.Index(fields=["pen_name", "user"], name="followers_of_a_pen_name")]


class TagFollow(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tag_follows", db_index=False)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="follows", db_index=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "tag"], name="a_tag_followed_once")]
        indexes = [models.Index(fields=["tag", "user"], name="followers_of_a_tag")]


class ShelfFollow(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="shelf_follows", db_index=False)
    shelf = models.ForeignKey(Shelf, on_delete=models.CASCADE, related_name="follows", db_index=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "shelf"], name="a_shelf_followed_once")]
        indexes = [models.Index(fields=["shelf", "user"], name="followers_of_a_shelf")]
