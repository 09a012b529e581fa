"""Saved states of texts. The newest and the one that readers see stand in full, all others packed."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from inkstead.accounts.models import PenName
from inkstead.lib.packing import unpack
from inkstead.lib.prose import plain_text, split_blocks
from inkstead.stories.models.parts import Part

# What a list of revisions leaves out: a part may have a thousand, and their texts are long.
HEAVY = ("full_html", "full_text", "packed")
# The same, asked from a part.
TEXTS = tuple(f"{text}__{field}" for text in ("head", "live") for field in HEAVY)


class RevisionQuerySet(models.QuerySet["Revision"]):
    def without_texts(self) -> RevisionQuerySet:
        return self.defer(*HEAVY)

    def on_the_line(self) -> RevisionQuerySet:
        """The states that followed one another; what was saved beside them is left out."""
        return self.filter(aside=False)

    def waiting_aside(self) -> RevisionQuerySet:
        """What was saved beside the line and nobody has looked at yet."""
        return self.filter(aside=True, settled_at__isnull=True)


class Revision(models.Model):
    """One saved state of a part's text. What it says never changes after it was written."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    # The number of the revision that it was written from.
    follows = models.PositiveIntegerField(null=True, blank=True)
    # Saved beside the line because somebody else had saved meanwhile: kept and shown, never the head.
    aside = models.BooleanField(default=False)
    # When a writer took what they wanted from what was saved beside the line.
    settled_at = models.DateTimeField(null=True, blank=True)
    by_itself = models.BooleanField(default=False)  # saved while typing, not because somebody asked
    name = models.CharField(max_length=80, blank=True)
    # Which window of a browser sent it, and in what turn; the fingerprint of what it sent, so that the same sent twice
    # is saved once; and what it said about title and notes.
    tab = models.UUIDField(null=True, blank=True)
    turn = models.BigIntegerField(default=0)
    sent_as = models.CharField(max_length=32, blank=True)
    fields = models.JSONField(default=dict, blank=True)
    # What title and notes said when its writer began to change them; of what was saved beside the line.
    was = models.JSONField(default=dict, blank=True)
    # Either in full (head and live), or packed against another revision's text, which is packed on its own.
    full_html = models.TextField(null=True)  # noqa: DJ001 - absent and empty are two things here
    full_text = models.TextField(null=True)  # noqa: DJ001 - derived from the html, for search, previews, plain exports
    packed = models.BinaryField(null=True)
    packed_on = models.ForeignKey("self", null=True, on_delete=models.RESTRICT, related_name="+")
    words = models.PositiveIntegerField()
    scenes = models.PositiveIntegerField()
    # The sanitising rules that this text went through.
    rules_version = models.PositiveSmallIntegerField()
    by = models.ForeignKey(PenName, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "number"], name="revisions_count_up"),
            models.UniqueConstraint(
                fields=["part", "sent_as"], name="what_was_sent_is_saved_once", condition=~models.Q(sent_as="")
            ),
            models.CheckConstraint(
                name="a_revision_has_its_text",
                condition=models.Q(full_html__isnull=False, full_text__isnull=False) | models.Q(packed__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["part"], name="unsettled_revisions", condition=models.Q(aside=True, settled_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"revision {self.number}"

    @property
    def html(self) -> str:
        """Unpacking costs a query when it was packed on another one."""
        if self.full_html is not None:
            return self.full_html
        assert self.packed is not None
        base = self.packed_on.html if self.packed_on is not None else ""
        return unpack(bytes(self.packed), base)

    @property
    def text(self) -> str:
        return self.full_text if self.full_text is not None else plain_text(split_blocks(self.html))
