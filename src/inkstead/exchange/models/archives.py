"""Everything of one pen name in one file, or what a person keeps as a reader; made when they ask for it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from inkstead.accounts.models import PenName, User


class Archive(models.Model):
    """The newest one that was asked for; asking again makes it anew. Of a name, or of a person as a reader."""

    pen_name = models.OneToOneField(PenName, null=True, on_delete=models.CASCADE, related_name="archive")
    user = models.OneToOneField(User, null=True, on_delete=models.CASCADE, related_name="archive")
    # Which asking this is, so that a job of an older one ends without a trace.
    turn = models.PositiveIntegerField(default=1)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    file = models.CharField(max_length=200, blank=True)  # in the files folder, under a name that nobody can guess
    size = models.PositiveBigIntegerField(default=0)
    wrong = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_archive_of_a_name_or_a_reader",
                condition=Q(pen_name__isnull=False, user__isnull=True) | Q(pen_name__isnull=True, user__isnull=False),
            )
        ]

    @property
    def percent(self) -> int:
        return 100 * self.done // self.of if self.of else 0

    @property
    def is_ready(self) -> bool:
        return self.made_at is not None and bool(self.file)


class Incoming(models.Model):
    """An archive of another Inkstead that a writer brought, and how far a worker has come with it."""

    author = models.ForeignKey(PenName, on_delete=models.CASCADE, related_name="+")
    file = models.CharField(max_length=200, blank=True)
    publish = models.BooleanField(default=False)
    # It came where manuscripts do, and its writer has not said yet that it is to be taken in.
    waits = models.BooleanField(default=False)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    wrong = models.CharField(max_length=500, blank=True)
    # {"host", "key", "stories": [{"title", "url"}], "added", "warnings"} when it is over.
    told = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
