"""When a story's parts appear. What is due, and when, stands with the parts themselves (`state`, `publish_at`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from inkstead.accounts.models import PenName
from inkstead.lib.slugs import slugify_title
from inkstead.stories.models import Part, Story

if TYPE_CHECKING:
    from inkstead.stories.models.people import Reader

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Plan(models.Model):
    """How a story appears."""

    story = models.OneToOneField(Story, primary_key=True, on_delete=models.CASCADE, related_name="plan")
    zone = models.CharField(max_length=64)
    # Followers have a part of the queue so many days before everybody.
    early_days = models.PositiveSmallIntegerField(default=0)


class Slot(models.Model):
    """A time of every week, on the clocks of the plan's zone."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="slots")
    weekday = models.PositiveSmallIntegerField(choices=list(enumerate(WEEKDAYS)))
    at = models.TimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["weekday", "at"]
        constraints = [
            models.UniqueConstraint(fields=["story", "weekday", "at"], name="a_slot_once"),
            models.CheckConstraint(name="seven_days_a_week", condition=Q(weekday__lt=7)),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.at:%H:%M}"


class QueuePlace(models.Model):
    """Where a part stands in its story's queue; whether it is in it, the part itself says (`in_queue`)."""

    part = models.OneToOneField(Part, primary_key=True, on_delete=models.CASCADE, related_name="queue_place")
    place = models.PositiveIntegerField()
    # Its writer said that it may appear before parts that come before it.
    ahead = models.BooleanField(default=False)


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def made(self) -> AnnouncementQuerySet:
        return self.filter(published_at__isnull=False)

    def visible_to(self, reader: Reader) -> AnnouncementQuerySet:
        """Whoever may open the story may read what is announced on it."""
        return self.made().filter(story__in=Story.objects.visible_to(reader).values("pk"))

    def due(self) -> AnnouncementQuerySet:
        """What lies in the bin with its story waits until both are back."""
        return self.filter(published_at=None, publish_at__lte=timezone.now(), story__binned_at=None)

    def newest_first(self) -> AnnouncementQuerySet:
        return self.order_by("-published_at", "-pk")


class Announcement(models.Model):
    """News of a story that is no part of it: it has no number and counts nowhere."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="announcements")
    title = models.CharField(max_length=200)
    typed = models.TextField(max_length=50_000)  # Markdown, for editing it again
    html = models.TextField()
    text = models.TextField()  # derived, for previews and mail
    by = models.ForeignKey(PenName, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    publish_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["story", "-published_at"], name="announcements_newest"),
            models.Index(fields=["publish_at"], name="announcements_due", condition=Q(published_at__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(
                name="an_announcement_is_made_or_due",
                condition=Q(published_at__isnull=False) | Q(publish_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("announcement", args=[self.pk, slugify_title(self.title)])
