"""What people write on the wall of a name, on the page beside its profile."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from inkstead.accounts.models import PenName, User
from inkstead.discussion.models.talk import Who

POST_LIMIT = 2_000  # characters
ON_WALLS = (Who.SIGNED_IN, Who.FOLLOWERS, Who.NOBODY)


class Wall(models.Model):
    """Without a row everybody who is signed in may write on it."""

    pen_name = models.OneToOneField(PenName, primary_key=True, on_delete=models.CASCADE, related_name="wall")
    who = models.CharField(max_length=10, choices=Who, default=Who.SIGNED_IN)


class WallPostQuerySet(models.QuerySet["WallPost"]):
    def visible(self) -> WallPostQuerySet:
        return self.filter(withheld=False)

    def open_to(self, reader: object) -> WallPostQuerySet:
        """Those that readers see, without people who keep this one out: what they wrote, and what is on their walls."""
        rows = self.visible().filter(wall_of__user__is_active=True)
        if not isinstance(reader, User):
            return rows
        closed = PenName.objects.closed_to(reader).values("pk")
        return rows.exclude(author__in=closed).exclude(wall_of__in=closed)

    def within_reach_of(self, reader: object) -> WallPostQuerySet:
        """Those, and whatever stands on their own walls or is their own, whoever keeps whom out: who answers for words
        can always take them off or report them."""
        rows = self.open_to(reader)
        if not isinstance(reader, User):
            return rows
        mine = models.Q(wall_of__user=reader) | models.Q(author__user=reader)
        return self.visible().filter(mine | models.Q(pk__in=rows.values("pk")))


class WallPost(models.Model):
    wall_of = models.ForeignKey(PenName, on_delete=models.CASCADE, related_name="wall_posts", db_index=False)
    author = models.ForeignKey(PenName, null=True, on_delete=models.SET_NULL, related_name="+")
    body = models.TextField(max_length=POST_LIMIT)
    withheld = models.BooleanField(default=False)  # hidden by moderators
    created_at = models.DateTimeField(default=timezone.now)

    objects = WallPostQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["wall_of", "-created_at", "-id"], name="posts_of_a_wall")]

    def __str__(self) -> str:
        return self.body[:60]

    def get_absolute_url(self) -> str:
        return f"{self.wall_of.get_absolute_url()}wall/#post-{self.pk}"
