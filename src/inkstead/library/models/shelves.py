"""Shelves: stories that somebody put beside each other. Permission is how they are found: `visible_to(reader)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from inkstead.accounts.models import PenName, User
from inkstead.lib.slugs import slugify_title
from inkstead.stories.models import Story, signed_in

if TYPE_CHECKING:
    from inkstead.stories.models.people import Reader


class ShelfKind(models.TextChoices):
    READING = "reading", "Reading"
    FINISHED = "finished", "Finished"
    LATER = "later", "Later"
    DROPPED = "dropped", "Dropped"
    OWN = "own", "Own"


# The four that everybody has. A story stands on one of them at most.
EVERYBODYS = (ShelfKind.READING, ShelfKind.LATER, ShelfKind.FINISHED, ShelfKind.DROPPED)


class Sharing(models.TextChoices):
    PRIVATE = "private", "Only you"
    UNLISTED = "unlisted", "Whoever has its address"
    PUBLIC = "public", "Everybody"


class ShelfQuerySet(models.QuerySet["Shelf"]):
    def visible_to(self, reader: Reader) -> ShelfQuerySet:
        """Those this reader may open by their number. An unlisted one is found by its secret alone."""
        found = self.listed(reader)
        return found | self.filter(user=reader) if isinstance(reader, User) else found

    def listed(self, reader: Reader = None) -> ShelfQuerySet:
        """Those that everybody may find; without those of people who keep this reader out."""
        return self.filter(sharing=Sharing.PUBLIC, pen_name__user__is_active=True).open_to(reader)

    def with_secret(self, secret: str, reader: Reader = None) -> ShelfQuerySet:
        """The one with this address, for whoever was given it."""
        shared = self.exclude(sharing=Sharing.PRIVATE).filter(pen_name__user__is_active=True, secret=secret)
        return shared.open_to(reader)

    def open_to(self, reader: Reader) -> ShelfQuerySet:
        """Without those of people who keep this reader out."""
        if not signed_in(reader):
            return self
        assert isinstance(reader, User)
        return self.exclude(pen_name__in=PenName.objects.closed_to(reader).values("pk"))

    def in_order(self) -> ShelfQuerySet:
        return self.order_by("position", "pk")


class Shelf(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="shelves", db_index=False)
    kind = models.CharField(max_length=16, choices=ShelfKind, default=ShelfKind.OWN)
    title = models.CharField(max_length=100)
    about = models.TextField(blank=True, max_length=10_000)
    sharing = models.CharField(max_length=16, choices=Sharing, default=Sharing.PRIVATE)
    # The name it is shown under, from the first time on that it is shown: under a second one it would tell that both
    # are one person's.
    pen_name = models.ForeignKey(PenName, null=True, blank=True, on_delete=models.CASCADE, related_name="shelves")
    withheld = models.BooleanField(default=False)  # by moderators: private, and not to be shown
    secret = models.CharField(max_length=32, unique=True)
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = ShelfQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "shelves"
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], condition=~Q(kind="own"), name="one_shelf_of_each_kind"),
            models.UniqueConstraint("user", Lower("title"), name="a_shelf_title_once_per_person"),
            models.CheckConstraint(
                condition=Q(sharing="private") | Q(pen_name__isnull=False), name="a_shown_shelf_has_a_name"
            ),
        ]
        indexes = [models.Index(fields=["user", "position"], name="shelves_in_order")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("shelf", args=[self.pk, self.slug])

    @property
    def secret_url(self) -> str:
        return reverse("unlisted_shelf", args=[self.secret])

    @property
    def slug(self) -> str:
        return slugify_title(self.title)

    @property
    def is_everybodys(self) -> bool:
        return self.kind != ShelfKind.OWN


class ShelfEntry(models.Model):
    """A story on a shelf, with what its owner says about it."""

    shelf = models.ForeignKey(Shelf, on_delete=models.CASCADE, related_name="entries", db_index=False)
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    # On the four that everybody has: whose it is, so that the database holds that a story stands on one of them.
    only_for = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    note = models.TextField(blank=True, max_length=10_000)
    position = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "shelf entries"
        constraints = [
            models.UniqueConstraint(fields=["shelf", "story"], name="a_story_once_per_shelf"),
            models.UniqueConstraint(
                fields=["only_for", "story"], condition=Q(only_for__isnull=False), name="one_of_the_four_shelves"
            ),
        ]
        indexes = [models.Index(fields=["shelf", "position"], name="entries_in_order")]
