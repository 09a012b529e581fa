"""What somebody does not want to be offered, in the archive that they take away."""

from __future__ import annotations

from inkstead.accounts.models import User
from inkstead.exchange.portable import Rows, adds_to_account
from inkstead.exchange.portable.titles import with_stories
from inkstead.recommendations.models import Less
from inkstead.stories.models import Story


@adds_to_account("less.json", "stories of which you do not want to be offered more")
def less(user: User) -> Rows:
    rows = Less.objects.filter(user=user).order_by("pk")
    for row, story in with_stories(rows, Story.objects.visible_to(user)):
        yield {**story, "at": row.at}
