"""What somebody follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models.functions import Coalesce

from inkstead.accounts.models import PenName, User
from inkstead.library.models import Shelf, TagFollow
from inkstead.stories.models import Story, Tag
from inkstead.stories.queries import StoryCard, story_cards

MOST = 500


@dataclass(frozen=True, slots=True)
class Following:
    """What somebody may still see of it. What they may not see any more comes back by itself when they may."""

    stories: Sequence[StoryCard]
    pen_names: Sequence[PenName]
    tags: Sequence[Tag]
    shelves: Sequence[Shelf]

    def __bool__(self) -> bool:
        return bool(self.stories or self.pen_names or self.tags or self.shelves)


def following(reader: User) -> Following:
    """In six queries."""
    stories = Story.objects.visible_to(reader).filter(follows__user=reader).select_related("author", "counts")
    names = PenName.objects.open_to(reader).filter(follows__user=reader)
    shelves = Shelf.objects.listed(reader).filter(follows__user=reader).select_related("pen_name")
    followed = TagFollow.objects.filter(user=reader)
    tags = followed.values_list(Coalesce("tag__stands_for", "tag"), flat=True)  # each once, whatever the spelling
    return Following(
        story_cards(stories.order_by("-last_published_at", "-pk")[:MOST]),
        list(names.order_by("name")[:MOST]),
        list(Tag.objects.filter(pk__in=tags).order_by("name")[:MOST]),
        list(shelves.order_by("title", "pk")[:MOST]),
    )
