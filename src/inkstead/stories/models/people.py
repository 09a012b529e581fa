"""Who follows a story, and who works on it besides its author."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from inkstead.accounts.models import PenName, User
from inkstead.stories.models.choices import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    Reader = User | AnonymousUser | None


def signed_in(reader: Reader) -> bool:
    return reader is not None and reader.is_authenticated


def closed_stories(reader: User, story: str = "") -> Q:
    """Those of somebody, author or co-author, who keeps this reader out. `story` leads there: "story__"."""
    closed = PenName.objects.closed_to(reader).values("pk")
    beside = Contributor.objects.filter(role=Role.COAUTHOR, pen_name__in=closed).values("story")
    return Q(**{f"{story}author__in": closed}) | Q(**{f"{story or 'pk'}".removesuffix("__") + "__in": beside})


class StoryFollow(models.Model):
    """Who follows a story; followers-only stories open for them."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="story_follows")
    story = models.ForeignKey("Story", on_delete=models.CASCADE, related_name="follows")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "story"], name="a_story_followed_once")]
        # Followers are told in the order of their ids, so that telling them can be taken up where it stopped.
        indexes = [models.Index(fields=["story", "user"], name="followers_of_a_story")]


class Contributor(models.Model):
    """Somebody who works on a story under one of their names. The author is not among them."""

    story = models.ForeignKey("Story", on_delete=models.CASCADE, related_name="contributors")
    pen_name = models.ForeignKey(PenName, on_delete=models.CASCADE, related_name="contributions")
    role = models.CharField(max_length=16, choices=Role)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "pen_name"], name="one_role_per_story_and_pen_name")]


class Invitation(models.Model):
    """A role that was offered. Answered once; `answer` is empty until then."""

    AUTHOR = "author"  # the story itself is offered: a transfer

    story = models.ForeignKey("Story", on_delete=models.CASCADE, related_name="invitations")
    pen_name = models.ForeignKey(PenName, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=16, choices=[*Role.choices, (AUTHOR, "Author")])
    invited_by = models.ForeignKey(PenName, on_delete=models.CASCADE, related_name="+")
    # With the story itself: whether the one who gives it away goes on as a co-author.
    inviter_stays = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(
        max_length=16,
        blank=True,
        choices=[("accepted", "Accepted"), ("declined", "Declined"), ("taken_back", "Taken back")],
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["story", "pen_name"], name="one_open_invitation", condition=Q(answered_at__isnull=True)
            )
        ]
