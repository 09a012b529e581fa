"""Reports, what was decided, what was said against it, and a log that nobody changes."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from inkstead.accounts.models import PenName, User

WORDS = 2_000  # characters of a report, a reason or an appeal
CLAIM = timedelta(minutes=30)  # that one keeps a case to oneself; saying so again begins anew


class ThingKind(models.TextChoices):
    STORY = "story", "Story"
    PART = "part", "Part"
    COMMENT = "comment", "Comment"
    PROFILE = "profile", "Profile"
    SHELF = "shelf", "Shelf"
    POST = "post", "Post on a wall"
    NEWS = "news", "Announcement"
    SERIES = "series", "Series"
    TAG = "tag", "Tag"


class Reason(models.TextChoices):
    HARASSMENT = "harassment", "It attacks or harasses somebody"
    SPAM = "spam", "It is spam"
    RATING = "rating", "Its rating, warnings or tags are wrong"
    COPIED = "copied", "It was taken from somebody else"
    PRIVATE = "private", "It tells something private of somebody"
    ILLEGAL = "illegal", "It is against the law"
    OTHER = "other", "Something else"


class Act(models.TextChoices):
    NOTHING = "nothing", "Nothing to do"
    WARN = "warn", "Warn"
    HIDE = "hide", "Hide"
    REMOVE = "remove", "Remove"
    LIMIT = "limit", "Limit: no commenting, no publishing"
    SUSPEND = "suspend", "Suspend"
    BAN = "ban", "Ban"


ABOUT_THING = (Act.HIDE, Act.REMOVE)
ABOUT_PERSON = (Act.WARN, Act.LIMIT, Act.SUSPEND, Act.BAN)
FOR_A_TIME = (Act.LIMIT, Act.SUSPEND)


class Case(models.Model):
    """All that is reported of one thing while nobody has decided."""

    kind = models.CharField(max_length=8, choices=ThingKind)
    thing_id = models.BigIntegerField()
    # Under which name it was made. Empty: nobody's (a tag) or a guest's. The case goes with the account.
    pen_name = models.ForeignKey(PenName, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True)  # as it stood when it was first reported
    opened_at = models.DateTimeField(default=timezone.now)
    claimed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="claimed_cases")
    claimed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "thing_id"], condition=Q(closed_at__isnull=True), name="one_open_case_of_a_thing"
            )
        ]
        indexes = [models.Index(fields=["opened_at"], condition=Q(closed_at__isnull=True), name="open_cases")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("case", args=[self.pk])

    @property
    def holder(self) -> User | None:
        """Who works on it now: a claim that nothing followed is over by itself."""
        is_held = self.claimed_at is not None and self.claimed_at > timezone.now() - CLAIM
        return self.claimed_by if is_held else None


class Report(models.Model):
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="reports")
    # The name they spoke under; moderators are told that one.
    pen_name = models.ForeignKey(PenName, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    network = models.CharField(max_length=24, blank=True)  # of a guest: a keyed hash, thrown away after some weeks
    proven = models.BooleanField(default=True)  # false: of a guest whose browser did no sum
    reason = models.CharField(max_length=12, choices=Reason)
    words = models.TextField(blank=True, max_length=WORDS)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "by"], name="reported_once_by_a_person")]
        indexes = [
            models.Index(fields=["network", "at"], name="reports_of_a_network", condition=~Q(network="")),
            models.Index(fields=["at"], name="reports_without_proof", condition=Q(proven=False)),
        ]


class Decision(models.Model):
    """What was done, to what, about whom, and why."""

    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions")
    kind = models.CharField(max_length=8, choices=ThingKind)
    thing_id = models.BigIntegerField()
    title = models.CharField(max_length=200)
    act = models.CharField(max_length=8, choices=Act)
    about = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="decisions")
    pen_name = models.ForeignKey(PenName, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(max_length=WORDS)  # what the person is told
    until = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reversed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["about", "-at"], name="decisions_about_a_person")]

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("my_decision", args=[self.pk])

    @property
    def is_standing(self) -> bool:
        return self.reversed_at is None and (self.until is None or self.until > timezone.now())

    @property
    def can_be_reversed(self) -> bool:
        """What was removed is gone, and a warning was given."""
        return self.is_standing and self.act in (Act.HIDE, Act.LIMIT, Act.SUSPEND, Act.BAN)


class Answer(models.TextChoices):
    UPHELD = "upheld", "The decision stands"
    REVERSED = "reversed", "The decision is taken back"


class Appeal(models.Model):
    """What somebody says against a decision about them: once."""

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="appeal")
    words = models.TextField(max_length=WORDS)
    at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=8, choices=Answer, blank=True)
    answer_words = models.TextField(blank=True, max_length=WORDS)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)


class CannedAnswer(models.Model):
    """A reason that is given often, to be changed before it is sent."""

    title = models.CharField(max_length=80, unique=True)
    text = models.TextField(max_length=WORDS)

    class Meta:
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title


class LogEntry(models.Model):
    """What moderators did, in their order. The database itself refuses to change or delete one (see the migration). It
    holds numbers and no names, so that nothing of anybody is kept by it when they are gone."""

    at = models.DateTimeField(default=timezone.now)
    by_id = models.BigIntegerField()
    act = models.CharField(max_length=16)
    kind = models.CharField(max_length=8, blank=True)
    thing_id = models.BigIntegerField(default=0)
    case_id = models.BigIntegerField(default=0)
    decision_id = models.BigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "log entries"
