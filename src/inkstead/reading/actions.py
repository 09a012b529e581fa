"""Record a read; rebuild the counters."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet, Sum

from inkstead.accounts.models import User
from inkstead.discussion.models import Comment, Vote
from inkstead.events import touch_after_commit
from inkstead.reading import counting
from inkstead.reading.models import Read
from inkstead.reading.sources import label_of
from inkstead.stories.models import Part, PartCounts, Story, StoryCounts, StoryFollow
from inkstead.stories.rules import role_of
from inkstead.web.addresses import network_of


def record_read(
    part: Part,
    *,
    reached: float,
    seconds: float,
    by: User | None,
    block: str = "",
    source: str = "",
    address: str = "",
    user_agent: str = "",
) -> bool:
    """Count a read if it is one (see `counting`). The part came from `visible_to(by)`; answers whether it was taken.

    `block` is the last one that came into view, `source` what the page before it was (see `sources.label_of`).
    """
    if not part.is_published or not counting.counts_as_read(reached, seconds):
        return False
    if by is None and counting.is_robot(user_agent):
        return False
    if by is not None and (by.is_moderator or role_of(by, part.story)):
        return False  # staff, and those who work on the story, are not readers of it
    day = counting.today()
    reader = counting.account_reader(by.pk) if by else counting.guest_reader(address, user_agent, day)
    spent = int(min(max(seconds, 0), counting.SECONDS_LIMIT))
    share, label = min(max(reached, 0.0), 1.0), label_of(source)
    return counting.buffer.add(part.pk, part.story_id, reader, share, spent, day, block, label, network_of(address))


@dataclass(frozen=True, slots=True)
class Difference:
    of: str  # "part" or "story"
    id: int
    counter: str
    stood_at: int
    counted: int


def forget_reader(user: User) -> int:
    """What somebody read goes on counting, and says no longer that it was they. Answers how many reads there were."""
    mine = list(Read.objects.filter(reader=counting.account_reader(user.pk)).values_list("pk", flat=True))
    for start in range(0, len(mine), BATCH):
        nobody = {pk: f"x:{secrets.token_hex(12)}" for pk in mine[start : start + BATCH]}
        rows = [Read(pk=pk, reader=reader) for pk, reader in nobody.items()]
        Read.objects.bulk_update(rows, ["reader"])
    return len(mine)


BATCH = 500  # parts whose counters are held at once, so that readers' writes wait a moment at most


def recount() -> list[Difference]:
    """Rebuild every counter from the rows beneath it; answers what differed. Safe while the site runs."""
    counting.buffer.flush()
    return [*_recount_parts(), *_recount_stories()]


def _recount_parts() -> list[Difference]:
    differences: list[Difference] = []
    for ids in _batches(Part.objects.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            stood = {row.pk: row for row in PartCounts.objects.select_for_update().filter(part__in=ids).order_by("pk")}
            ids = _standing(Part, ids)
            reads = _counted(Read.objects.filter(part__in=ids), "part")
            votes = _counted(Vote.objects.filter(part__in=ids), "part")
            comments = _counted(Comment.objects.visible().filter(part__in=ids), "part")
            for pk in ids:
                row = stood.get(pk) or PartCounts.objects.create(part_id=pk)
                counted = {"reads": reads.get(pk, 0), "votes": votes.get(pk, 0), "comments": comments.get(pk, 0)}
                differences += _correct(row, "part", counted)
    return differences


def _recount_stories() -> list[Difference]:
    differences: list[Difference] = []
    for ids in _batches(Story.objects.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            # Locked before anything is added up: a vote on its way is then in the sums, or adds itself afterwards.
            stood = {
                row.pk: row for row in StoryCounts.objects.select_for_update().filter(story__in=ids).order_by("pk")
            }
            ids = _standing(Story, ids)
            told = Part.objects.filter(story__in=ids).told()
            parts = PartCounts.objects.filter(part__in=told).values_list("part__story")
            sums = {
                pk: {"reads": reads, "votes": votes, "comments": comments}
                for pk, reads, votes, comments in parts.annotate(Sum("reads"), Sum("votes"), Sum("comments")).order_by()
            }
            followers = _counted(StoryFollow.objects.filter(story__in=ids), "story")
            for pk in ids:
                row = stood.get(pk) or StoryCounts.objects.create(story_id=pk)
                counted = sums.get(pk, {"reads": 0, "votes": 0, "comments": 0}) | {"followers": followers.get(pk, 0)}
                differences += _correct(row, "story", counted)
    return differences


def _correct(row: PartCounts | StoryCounts, of: str, counted: dict[str, int]) -> list[Difference]:
    wrong = [
        Difference(of, row.pk, name, getattr(row, name), number)
        for name, number in counted.items()
        if getattr(row, name) != number
    ]
    if wrong:
        for name, number in counted.items():
            setattr(row, name, number)
        row.save(update_fields=list(counted))
        touch_after_commit([f"counts:{of}:{row.pk}"])
    return wrong


def _standing(model: type[Part | Story], ids: list[int]) -> list[int]:
    """Those that nobody has deleted since the ids were listed."""
    return list(model._default_manager.filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))


def _counted(rows: QuerySet[Any], by: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(by).annotate(Count("pk")))


def _batches(ids: QuerySet[Any, int]) -> Iterator[list[int]]:
    known = list(ids)
    return (known[start : start + BATCH] for start in range(0, len(known), BATCH))
