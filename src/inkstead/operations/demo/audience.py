"""The reads and follows of the demo library: people who go from part to part or leave, and guests of a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db.models import F

from inkstead.accounts.models import User
from inkstead.lib.prose import split_blocks
from inkstead.library.models import FINISHED, ReadMark
from inkstead.operations.demo.crowd import Loading
from inkstead.operations.demo.shelf import DemoPart, DemoStory
from inkstead.reading.tally import Heard, Key
from inkstead.stories.actions import note_networks
from inkstead.stories.models import FollowDay, NetworkDay, Part, Story, StoryCounts, StoryFollow

NOON = time(12)
TO_THE_END = 0.74  # of the reads
SOURCES = {"/story": 34, "/home": 9, "/list": 11, "/library": 6, "": 12, "tidereaders.example": 11, "search.example": 8}
SMALL_SOURCES = {"pocket.example": 4, "a-quiet-blog.example": 3, "mail.example": 2}


@dataclass(frozen=True, slots=True)
class Audience:
    """Who reads one part."""

    people: Sequence[User]
    is_first: bool


def audience_of(loading: Loading, crowd: Sequence[User], told: DemoPart, number: int) -> Audience:
    """The head of the story's own crowd: fewer from part to part as the reads get fewer, and some skip one."""
    loyal = crowd[: min(len(crowd), int(told.reads * 0.3))]
    return Audience([user for user in loyal if loading.dice.random() > 0.05], is_first=number == 0)


def reads_of(loading: Loading, part: Part, told: DemoPart, audience: Audience) -> dict[Key, Heard]:
    """Most of them soon after the part came out. Three in four read to the end; of the others many stop at the same
    two places."""
    blocks = [block.id for block in split_blocks(part.live.html)] if part.live else []
    cliffs = sorted(loading.dice.uniform(0.06, 0.8) for _ in range(2))
    heard: dict[Key, Heard] = {}
    for number in range(told.reads):
        reader = f"a:{audience.people[number].pk}" if number < len(audience.people) else f"g:demo{number}"
        day = loading.ago(loading.some_day_since(told.days_ago)).date()
        reached = _how_far(loading, cliffs)
        block = blocks[min(int(reached * len(blocks)), len(blocks) - 1)] if blocks else ""
        source = _source(loading, audience.is_first)
        heard[part.pk, day, reader] = Heard(part.story_id, reached, loading.dice.randint(20, 600), block, source)
    return heard


def load_marks(heard: Mapping[Key, Heard]) -> None:
    """The ticks in the tables of contents of those who were signed in."""
    ReadMark.objects.bulk_create(
        ReadMark(user_id=int(reader[2:]), part_id=part, reached=told.reached, at=datetime.combine(day, NOON, UTC))
        for (part, day, reader), told in heard.items()
        if reader.startswith("a:")
    )
    note_networks(
        NetworkDay.KEPT,
        [
            (day, told.story_id, reader)
            for (_, day, reader), told in heard.items()
            if reader.startswith("a:") and told.reached >= FINISHED
        ],
    )


def _how_far(loading: Loading, cliffs: Sequence[float]) -> float:
    if loading.dice.random() < TO_THE_END:
        return 1.0
    if loading.dice.random() < 0.45:
        return round(loading.dice.choice(cliffs), 3)
    return round(loading.dice.uniform(0.04, 0.97), 3)


def _source(loading: Loading, is_first: bool) -> str:
    known = SOURCES | SMALL_SOURCES | ({} if is_first else {"/part": 90})
    [label] = loading.dice.choices(list(known), weights=list(known.values()))
    return label


def load_follows(loading: Loading, story: Story, told: DemoStory, crowd: Sequence[User]) -> None:
    """Followers came with the parts; a few left again."""
    first = told.parts[0]
    came = crowd[: min(len(crowd), first.reads // 8)]
    gained, lost = Counter[date](), Counter[date]()
    stayed: list[User] = []
    for user in came:
        since = loading.some_day_since(loading.dice.choice(told.parts).days_ago)
        gained[loading.ago(since).date()] += 1
        if loading.dice.random() < 0.07:
            lost[loading.ago(loading.dice.uniform(0, since)).date()] += 1
        else:
            stayed.append(user)
    StoryFollow.objects.bulk_create(StoryFollow(user=user, story=story) for user in stayed)
    FollowDay.objects.bulk_create(
        FollowDay(story=story, day=day, gained=gained[day], lost=lost[day]) for day in gained.keys() | lost.keys()
    )
    StoryCounts.objects.filter(story=story).update(followers=F("followers") + len(stayed))
