"""What a reader's device knows of the books that left: their file name, and the digest that it keeps a place under."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from inkstead.stories.models import Story


class BookName(models.Model):
    """The file name of a story's books: ASCII, its own, and the same for ever, whatever its title becomes."""

    story = models.OneToOneField(Story, primary_key=True, on_delete=models.CASCADE, related_name="book_name")
    name = models.CharField(max_length=80, unique=True)


class Edition(models.Model):
    """An EPUB that was made once, by the digest under which KOReader keeps a place; it changes with every new part."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="editions")
    digest = models.CharField(max_length=32, db_index=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "digest"], name="an_edition_is_noted_once")]
