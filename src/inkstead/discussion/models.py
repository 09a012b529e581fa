"""Votes and comments."""

from __future__ import annotations

from typing import ClassVar

from django.db import connection, models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, StrIndex
from django.urls import reverse
from django.utils import timezone

from inkstead.accounts.models import PenName, User
from inkstead.stories.models import Part

COMMENT_LIMIT = 10_000  # characters
PASSAGE_LIMIT = 4_000


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


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible(self) -> CommentQuerySet:
        return self.filter(deleted_at__isnull=True)

    def adrift(self) -> CommentQuerySet:
        """The tray: those in the margin of a paragraph that is not in the text that readers see.

        A question, not a state: a paragraph that comes back takes its comments out of the tray. Where a part has a
        long text and very many comments in the margin it costs milliseconds, so it is for the desk only.
        """
        tag = Concat(Value(' id="'), F("block"), Value('"'))
        margin = self.visible().exclude(block="").filter(part__live__isnull=False)
        return margin.annotate(stands=StrIndex("part__live__full_html", tag)).filter(stands=0)


class Comment(models.Model):
    """On a part, or on one of its blocks (a margin comment)."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(PenName, null=True, on_delete=models.SET_NULL, related_name="comments")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies")
    # The first comment of the thread, so that a page of threads is two queries whatever their depth.
    thread = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    block = models.CharField(max_length=16, blank=True)
    quote = models.CharField(max_length=1000, blank=True)
    # What stood in its paragraph when that was split, merged or cut: by these words it is found again.
    passage = models.TextField(blank=True, max_length=PASSAGE_LIMIT)
    # Where it stood when a writer took it out of the tray and gave it the block that it has now, or none.
    taken_from = models.CharField(max_length=16, blank=True)
    body = models.TextField(max_length=COMMENT_LIMIT)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["part", "created_at"], name="comments_of_a_part"),
            models.Index(
                fields=["thread", "created_at"], name="comments_of_a_thread", condition=Q(thread__isnull=False)
            ),
            models.Index(fields=["author", "-created_at"], name="comments_of_a_pen_name"),
        ]

    def __str__(self) -> str:
        return self.body[:60]

    def get_absolute_url(self) -> str:
        return reverse("comment", args=[self.pk])
