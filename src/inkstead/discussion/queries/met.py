"""Whose words stand at places that somebody looks after: on their walls, and under stories that they edit."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from inkstead.accounts.models import PenName, User
from inkstead.discussion.models import Comment, WallPost
from inkstead.library.queries import where_met
from inkstead.stories.models import Contributor
from inkstead.stories.rules import EDITING


@where_met
def names_met(user: User) -> QuerySet[PenName]:
    """*Kept apart* there names them, so nothing new is told by finding them."""
    posts = WallPost.objects.visible().filter(wall_of__user=user)
    edited = Contributor.objects.filter(pen_name__user=user, role__in=EDITING).values("story")
    tended = Q(part__story__author__user=user) | Q(part__story__in=edited)
    said = Comment.objects.filter(tended, deleted_at__isnull=True, part__story__binned_at__isnull=True)
    return PenName.objects.filter(Q(pk__in=posts.values("author")) | Q(pk__in=said.values("author")))
