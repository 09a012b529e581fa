"""Notices: what a person is told of, and by which ways."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from inkstead.accounts.models import Block, PenName, User
from inkstead.library.models import Hide
from inkstead.stories.models import Story

# What the writers of a story do; everything else is done by whoever the notice names.
BY_WRITERS = ("part", "version", "announcement", "search")


class Rhythm(models.TextChoices):
    AT_ONCE = "at_once", "At once"
    DAILY = "daily", "Once a day"
    WEEKLY = "weekly", "Once a week"
    NEVER = "never", "No mail"


class NoticeChoices(models.Model):
    """What somebody chose. Without a row, and for switches that are not in it, the kind's own defaults count."""

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="notice_choices")
    switches = models.JSONField(default=dict, blank=True)  # {"part": {"mail": false}}
    rhythm = models.CharField(max_length=16, choices=Rhythm, default=Rhythm.DAILY)
    hour = models.PositiveSmallIntegerField(default=18)  # on the clock of the person's own zone
    weekday = models.PositiveSmallIntegerField(default=6)  # 0 is Monday; of a weekly letter
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_to = models.TimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="an_hour_of_a_day", condition=Q(hour__lt=24)),
            models.CheckConstraint(name="a_day_of_a_week", condition=Q(weekday__lt=7)),
        ]


class Letter(models.Model):
    """One message that is on its way or was sent. Its notices are read anew when it is written."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="letters", db_index=False)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "made_at"], name="letters_of_a_person"),
            models.Index(fields=["made_at"], name="letters_to_prune"),
        ]


class NoticeQuerySet(models.QuerySet["Notice"]):
    def shown_to(self, user: User) -> NoticeQuerySet:
        """Those of their inbox."""
        return self.filter(user=user, in_site=True).heard_by(user)

    def heard_by(self, user: User) -> NoticeQuerySet:
        """Without what somebody did whom this person blocked or hides, and without what they hide: it came before."""
        hides = Hide.objects.filter(user=user)
        away = Q(pk__in=hides.values("pen_name")) | Q(pk__in=Block.objects.filter(by=user).values("pen_name"))
        names = PenName.objects.filter(away).values("pk")
        hidden = Q(pk__in=hides.values("story"))
        theirs = Story.objects.filter(Q(author__in=names) & ~Q(contributors__pen_name__user=user)).values("pk")
        rows = self.exclude(pen_name_id__in=names)
        rows = rows.exclude(story_id__in=Story.objects.filter(hidden).values("pk"))
        return rows.exclude(kind__in=BY_WRITERS, story_id__in=theirs)

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """Somebody is told of something, once: `key` says of what.

    It holds ids and no words, so that nothing is told that is not there or not to be seen any more. They are no foreign
    keys: what a hundred thousand people were told of must still be deleted in a moment, and its notices go by and by.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices", db_index=False)
    kind = models.CharField(max_length=16)
    key = models.CharField(max_length=80)
    story_id = models.BigIntegerField(null=True)
    part_id = models.BigIntegerField(null=True)
    thing_id = models.BigIntegerField(null=True)  # of the kind: a comment, an announcement, a shelf, an invitation…
    pen_name_id = models.BigIntegerField(null=True)  # who did it, where it was somebody who may be named
    count = models.PositiveIntegerField(default=1)
    since = models.DateTimeField(null=True)  # of one that is counted: the first of them
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    in_site = models.BooleanField(default=True)
    # When it is due by these ways; empty where it is not wanted, or has gone out.
    mail_due_at = models.DateTimeField(null=True, blank=True)
    push_due_at = models.DateTimeField(null=True, blank=True)
    letter = models.ForeignKey(
        Letter, null=True, blank=True, on_delete=models.SET_NULL, related_name="notices", db_index=False
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="nobody_is_told_twice")]
        indexes = [
            models.Index(fields=["user", "-at", "-id"], name="inbox", condition=Q(in_site=True)),
            models.Index(fields=["user"], name="unread", condition=Q(in_site=True, read_at__isnull=True)),
            models.Index(fields=["mail_due_at"], name="mail_due", condition=Q(mail_due_at__isnull=False)),
            models.Index(fields=["push_due_at"], name="push_due", condition=Q(push_due_at__isnull=False)),
            models.Index(fields=["letter"], name="notices_of_a_letter", condition=Q(letter__isnull=False)),
            models.Index(fields=["part_id"], name="notices_of_a_part", condition=Q(part_id__isnull=False)),
            models.Index(fields=["at"], name="notices_to_prune"),
        ]


class PushEndpoint(models.Model):
    """A browser that asked to be told. The address is a secret of its owner's."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="push_endpoints")
    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    label = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_sent_at = models.DateTimeField(null=True, blank=True)


class Watermark(models.Model):
    """How far rows that are told of in numbers were looked at: votes, follows."""

    name = models.CharField(primary_key=True, max_length=40)
    seen = models.BigIntegerField(default=0)
