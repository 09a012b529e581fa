"""One word about a comment or a paragraph: one per person, which can be changed or taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import connection, models
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.discussion.models.comments import Comment
from inkstead.stories.models import Part


class Kind(models.TextChoices):
    """What a button says. How it is told of others stands in `TOLD`."""

    LOVE = "love", "Love"
    LAUGH = "laugh", "Laugh"
    CRY = "cry", "Cry"
    GASP = "gasp", "Gasp"
    SHIVER = "shiver", "Shiver"


TOLD = {"love": "loved", "laugh": "laughed", "cry": "cried", "gasp": "gasped", "shiver": "shivered"}


class ReactionManager(models.Manager["Reaction"]):
    def put(self, comment: Comment, user: User, kind: str) -> int | None:
        """Insert or change it; its id if anything changed."""
        sql = (
            "INSERT INTO discussion_reaction (comment_id, user_id, kind, created_at) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT (comment_id, user_id) DO UPDATE SET kind = excluded.kind "
            "WHERE discussion_reaction.kind <> excluded.kind RETURNING id"
        )
        return _one(sql, [comment.pk, user.pk, kind, timezone.now()])


class Reaction(models.Model):
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reactions", db_index=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="comment_reactions")
    kind = models.CharField(max_length=8, choices=Kind)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[ReactionManager] = ReactionManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "user"], name="one_reaction_per_person_and_comment"),
            models.CheckConstraint(name="reactions_are_known", condition=models.Q(kind__in=Kind.values)),
        ]


class ParagraphReactionManager(models.Manager["ParagraphReaction"]):
    def put(self, part: Part, block: str, user: User, kind: str) -> int | None:
        sql = (
            "INSERT INTO discussion_paragraphreaction (part_id, block, user_id, kind, created_at) "
            "VALUES (%s, %s, %s, %s, %s) ON CONFLICT (part_id, block, user_id) DO UPDATE SET kind = excluded.kind "
            "WHERE discussion_paragraphreaction.kind <> excluded.kind RETURNING id"
        )
        return _one(sql, [part.pk, block, user.pk, kind, timezone.now()])


class ParagraphReaction(models.Model):
    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="+", db_index=False)
    block = models.CharField(max_length=16)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="paragraph_reactions")
    kind = models.CharField(max_length=8, choices=Kind)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[ParagraphReactionManager] = ParagraphReactionManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "block", "user"], name="one_reaction_per_person_and_paragraph"),
            models.CheckConstraint(name="paragraph_reactions_are_known", condition=models.Q(kind__in=Kind.values)),
        ]


def _one(sql: str, values: Sequence[Any]) -> int | None:
    """In one statement, so that of two requests at once exactly one inserts."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = cursor.fetchone()
    return None if found is None else int(found[0])
