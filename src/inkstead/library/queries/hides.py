"""What somebody hides."""

from __future__ import annotations

from inkstead.accounts.models import User
from inkstead.library.models import Hide
from inkstead.stories.models import Story


def hides_of(user: User) -> list[Hide]:
    """Newest first; no story that they may not see any more. Two queries."""
    rows = list(Hide.objects.filter(user=user).select_related("story", "pen_name", "tag").order_by("-pk"))
    seen = Story.objects.visible_to(user).filter(pk__in=[row.story_id for row in rows if row.story_id])
    known = set(seen.values_list("pk", flat=True))
    return [row for row in rows if row.story_id is None or row.story_id in known]
