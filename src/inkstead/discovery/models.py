"""What search looks in. All of it can be made again from stories and parts (`inkstead doctor --mend`), and all of it is
only of what every stranger may see; a search still asks the rows themselves before it shows anything.

Migrations add what Django has no words for: an FTS5 table beside each on SQLite, kept by triggers; on PostgreSQL a
column `vector` of stories with its index, and an index of parts that reads their words itself.
"""

from __future__ import annotations

import zlib

from django.db import connection, models
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.stories.models import Part, Story


class IndexedStory(models.Model):
    """A line each: title, writers, tags, summary, and what can be filtered by (`.t12`, `.scomplete`)."""

    story = models.OneToOneField(Story, primary_key=True, on_delete=models.CASCADE, related_name="indexed")
    words = models.TextField()


class IndexedPart(models.Model):
    """A line about its story, each word after a `_`, and the words of the part: packed here on SQLite, and on
    PostgreSQL, whose index reads them, by itself."""

    part = models.OneToOneField(Part, primary_key=True, on_delete=models.CASCADE, related_name="indexed")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="indexed_parts")
    # Of which text. Another one standing there means that these words are no longer the part's.
    revision = models.BigIntegerField()
    title = models.CharField(max_length=200)  # as it was
    packed = models.BinaryField()

    @property
    def words(self) -> str:
        return unpack(bytes(self.packed))


class NameKind(models.TextChoices):
    STORY = "story", "Story"
    WRITER = "writer", "Writer"
    TAG = "tag", "Tag"


class IndexedName(models.Model):
    """A beginning under which somebody may look for a story, a writer or a tag while typing."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=NameKind)
    target = models.BigIntegerField()  # the story itself, a pen name, a tag
    starts = models.CharField(max_length=80, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story", "kind", "target", "starts"], name="a_beginning_once_per_story")
        ]
        indexes = [
            # By bytes on PostgreSQL, whatever the order of letters in its language is.
            models.Index(
                fields=["kind", "starts", "target"],
                opclasses=["varchar_ops", "varchar_pattern_ops", "int8_ops"],
                name="names_by_beginning",
            )
        ]


class Spelling(models.Model):
    """A word of titles, names and tags, as it looks when one letter is left out: so mistyped words are found again."""

    variant = models.CharField(max_length=64)
    word = models.CharField(max_length=64, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["variant", "word"], name="a_spelling_once")]


def pack(words: str) -> bytes:
    return zlib.compress(words.encode(), 6) if connection.vendor == "sqlite" else words.encode()


def unpack(packed: bytes) -> str:
    return (zlib.decompress(packed) if connection.vendor == "sqlite" else packed).decode()


class SavedSearch(models.Model):
    """A query that somebody keeps: to be told of what is new in it, or to hide all of it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_searches")
    query = models.CharField(max_length=500)
    hides = models.BooleanField(default=False)
    # The address of its feed; whoever has it can read the feed, until it is made anew.
    secret = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "query"], name="a_search_saved_once")]

    def __str__(self) -> str:
        return self.query
