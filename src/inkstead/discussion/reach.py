"""How far somebody has read in a story: what keeps remarks of those who know more folded for those who do not."""

from __future__ import annotations

from django.db.models import Q

from inkstead.accounts.models import User
from inkstead.library.models import Place, ReadMark
from inkstead.stories.models import Part


def furthest_part(user: User, story_id: int) -> Part | None:
    """The last part that they have begun, by the order of the story. One query."""
    read = ReadMark.objects.filter(user=user, part__story=story_id, reached__gt=0).values("part")
    stopped = Place.objects.filter(user=user, story=story_id).values("part")
    begun = Part.objects.filter(Q(pk__in=read) | Q(pk__in=stopped), story=story_id)
    return begun.order_by("-position", "-pk").first()


def ahead_of(part: Part, furthest: Part | None) -> Part | None:
    """What is kept with a comment: nothing when its writer knew no later part than the one it is about."""
    return furthest if furthest is not None and furthest.position > part.position else None
