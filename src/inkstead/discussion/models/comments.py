"""Comments on parts and in their margins, and what they were before they were changed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, StrIndex
from django.urls import reverse

from inkstead.accounts.models import PenName, User
from inkstead.discussion.models.guests import Guest
from inkstead.stories.models import Part
from inkstead.web.visitors import Apart

COMMENT_LIMIT = 10_000  # characters
PASSAGE_LIMIT = 4_000


class Standing(models.TextChoices):
    SHOWN = "shown", "Shown"
    WAITING = "waiting", "Waiting"
    HIDDEN = "hidden", "Hidden"


class HeldFor(models.TextChoices):
    """Why a comment was held back."""

    APPROVAL = "approval", "every comment is read first"
    FIRST = "first", "the first one of this guest"
    NO_PROOF = "no_proof", "sent without the proof that a browser makes"
    LINKS = "links", "it has links"
    SPAM = "spam", "it looks like spam"


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible(self) -> CommentQuerySet:
        """Those that every reader of their part can see. What waits or was hidden is not among them."""
        return self.filter(deleted_at__isnull=True, state=Standing.SHOWN)

    def standing(self) -> CommentQuerySet:
        """Those that have a place in their thread: visible ones, and those that were deleted or hidden, whose answers
        stand. What waits has none yet."""
        return self.exclude(state=Standing.WAITING)

    def waiting(self) -> CommentQuerySet:
        return self.filter(deleted_at__isnull=True, state=Standing.WAITING)

    def open_to(self, reader: object) -> CommentQuerySet:
        """Without what was said by people who keep this reader out."""
        if not isinstance(reader, User):
            return self
        return self.exclude(author__in=PenName.objects.closed_to(reader).values("pk"))

    def heard(self, between: Apart) -> CommentQuerySet:
        """Without what was said by people from whom a reader keeps apart, on whichever side."""
        return self.exclude(author__in=list(between.away)) if between.away else self

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
    state = models.CharField(max_length=8, choices=Standing, default=Standing.SHOWN)
    held_for = models.CharField(max_length=8, choices=HeldFor, blank=True)  # why it waits, or waited
    # Of somebody without an account. Where there is neither an author nor such a name, the account is gone.
    guest = models.ForeignKey(Guest, null=True, blank=True, on_delete=models.SET_NULL, related_name="comments")
    guest_name = models.CharField(max_length=60, blank=True)
    # The part up to which its writer had read, if that is a later one: who has not finds the comment folded.
    ahead = models.ForeignKey(Part, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    hearted = models.BooleanField(default=False)  # by those who write the story
    pinned = models.BooleanField(default=False)  # its thread stands before the others
    locked = models.BooleanField(default=False)  # nobody adds to its thread
    withheld = models.BooleanField(default=False)  # hidden by a decision of moderators, who alone show it again
    learned = models.CharField(max_length=4, blank=True)  # what the filter took it for: "good", "spam"
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
            models.Index(fields=["part", "block"], name="comments_in_the_margin"),
            models.Index(fields=["part", "created_at"], name="comments_that_wait", condition=Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return self.body[:60]

    def get_absolute_url(self) -> str:
        return reverse("comment", args=[self.pk])

    @property
    def is_visible(self) -> bool:
        """As `visible()` asks."""
        return self.deleted_at is None and self.state == Standing.SHOWN


class EarlierVersion(models.Model):
    """What a comment said before it was changed. Gone when the comment is."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="earlier")
    body = models.TextField(max_length=COMMENT_LIMIT)
    at = models.DateTimeField()  # when these words were written

    class Meta:
        ordering = ("-at", "-pk")


class Mention(models.Model):
    """A comment that names somebody."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    pen_name = models.ForeignKey(PenName, on_delete=models.CASCADE, related_name="mentions")
    told = models.BooleanField(default=False)  # readers could see it once: `Mentioned` was announced

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "pen_name"], name="mentioned_once_in_a_comment")]
