"""Votes."""

from __future__ import annotations

from typing import ClassVar

from django.db import connection, models
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.stories.models import Part


class VoteManager(models.Manager["Vote"]):
    def cast(self, part: Part, user: User) -> bool:
        """Insert the vote unless it stands already; whether it was new. Django's `ignore_conflicts` does not tell.

        Where rows are locked one by one the part is held in the same statement (`stories.actions.holding`).
        """
        lock = " FOR KEY SHARE" if connection.vendor == "postgresql" else ""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO discussion_vote (user_id, part_id, created_at) "  # noqa: S608 - our own words
                f"SELECT %s, id, %s FROM stories_part WHERE id = %s{lock} ON CONFLICT DO NOTHING",
                [user.pk, timezone.now(), part.pk],
            )
            return bool(cursor.rowcount == 1)

    def take_back(self, part: Part, user: User) -> bool:
        """Delete the vote if there is one; whether there was. Nothing hangs on a vote that Django would look for."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM discussion_vote WHERE part_id = %s AND user_id = %s", [part.pk, user.pk])
            return bool(cursor.rowcount == 1)


class Vote(models.Model):
    """One per person and part, whatever pen name they use."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="votes")
    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="votes")
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[VoteManager] = VoteManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "user"], name="one_vote_per_person_and_part")]
        indexes = [models.Index(fields=["created_at"], name="votes_by_time")]
