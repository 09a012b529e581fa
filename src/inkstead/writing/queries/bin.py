"""What lies in a writer's bin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.stories.actions.bin import KEPT
from inkstead.stories.models import Contributor, Part, Story
from inkstead.stories.models.revisions import TEXTS
from inkstead.stories.queries import StoryCard, story_cards
from inkstead.stories.rules import PUBLISHING


@dataclass(frozen=True, slots=True)
class BinnedStory:
    card: StoryCard
    parts: int  # as many as readers saw
    gone_at: datetime
    days_left: int


@dataclass(frozen=True, slots=True)
class BinnedPart:
    id: int
    title: str
    words: int
    story_id: int
    story_title: str
    language: str
    gone_at: datetime
    days_left: int


@dataclass(frozen=True, slots=True)
class Bin:
    stories: Sequence[BinnedStory]
    parts: Sequence[BinnedPart]


def bin_of(writer: User) -> Bin:
    """The last thrown away first; four queries, however much lies there."""
    rows = list(Story.objects.in_bin_of(writer).select_related("author", "counts").order_by("-binned_at", "-pk"))
    stories = [
        BinnedStory(card, row.parts_published, *_left(row.binned_at))
        for row, card in zip(rows, story_cards(rows), strict=True)
    ]
    # An editor changes texts and throws nothing away.
    publishing = Contributor.objects.filter(pen_name__user=writer, role__in=PUBLISHING).values("story")
    parts = (
        Part.objects.in_bin_of(writer)
        .filter(Q(story__author__user=writer) | Q(story__in=publishing))
        .select_related("story", "head")
        .defer(*TEXTS, "notes_before", "notes_after")
    )
    return Bin(stories, [_part(part) for part in parts.order_by("-binned_at", "-pk")])


def _part(part: Part) -> BinnedPart:
    return BinnedPart(
        part.pk,
        part.title,
        part.head.words if part.head else 0,
        part.story_id,
        part.story.title,
        part.story.language,
        *_left(part.binned_at),
    )


def _left(since: datetime | None) -> tuple[datetime, int]:
    """When it goes for good, and how many days that are, counted as people do: today's last hours are one."""
    assert since is not None
    gone_at = since + KEPT
    return gone_at, max(0, -((timezone.now() - gone_at) // timedelta(days=1)))
