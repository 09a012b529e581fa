"""Leaving the site, and who looks after the stories when somebody is gone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from inkstead.accounts.models import PenName, User
from inkstead.stories.models import Story


class Departure(models.Model):
    """Somebody has asked to leave. Until `due_at` they can stay; then everything happens as they chose."""

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="departure")
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    stories = models.JSONField(default=dict)  # {"12": "orphan"}: see `choosing`
    keeps_comments = models.BooleanField(default=True)  # as "a reader"; else they go too
    was_active = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="departures_due")]


class Heir(models.Model):
    """Who may take over the stories of somebody who has not been here for that long."""

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="heir")
    pen_name = models.ForeignKey(PenName, on_delete=models.CASCADE, related_name="inheritances")
    # The name under which they asked, and the only one of theirs that an heir is told of.
    asked_as = models.ForeignKey(PenName, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # Stories under their other names go over too, and whoever looks sees that these are one person's.
    all_names = models.BooleanField(default=False)
    months = models.PositiveSmallIntegerField(default=12)
    named_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(months__gte=6, months__lte=60), name="half_a_year_at_least")]

    @property
    def known_as(self) -> int:
        """By which whoever was asked answers: the number of a name, since one of the person would tell that two names
        which asked one after the other are theirs."""
        return self.asked_as_id or 0

    @classmethod
    def asked_of(cls, user: User, known_as: int) -> Heir | None:
        asked = cls.objects.select_related("pen_name").filter(pen_name__user=user, asked_as=known_as or None)
        return asked.order_by("named_at").first()

    @property
    def notice_key(self) -> str:
        """With what follows it, the notice that somebody asks."""
        return f"heir:named:{self.user_id}:"

    @property
    def answer_key(self) -> str:
        """With what follows it, the notice of what was answered."""
        return f"heir:answer:{self.user_id}:"

    @property
    def stories(self) -> QuerySet[Story]:
        """What goes over: of the one name that the heir knows, unless they said that it may be all."""
        theirs = Story.objects.filter(author__user=self.user_id, binned_at=None)
        return theirs if self.all_names else theirs.filter(author=self.asked_as_id)
