"""Who finished what, from the ticks in tables of contents and from shelves. Once a night, one slice after another."""

from __future__ import annotations

from collections import defaultdict

from django.db import transaction
from django.db.models import Count, F, Max, QuerySet

from inkstead.accounts.models import User
from inkstead.library.models import FINISHED, HistoryChoice, ReadMark, ShelfEntry, ShelfKind
from inkstead.recommendations.models import Finished
from inkstead.stories.models import State, Story

SHARE = 0.8  # of the published parts: whoever read four of five has finished the story
SLICE = 200  # stories


def gather_finished() -> int:
    """Bring the rows up to date; answers how many came or went. Whoever pauses their history is left out."""
    stories = list(Story.objects.listed().order_by("pk").values_list("pk", flat=True))
    paused = set(HistoryChoice.objects.filter(paused_at__isnull=False).values_list("user", flat=True))
    changed = sum(_gather(stories[start : start + SLICE], paused) for start in range(0, len(stories), SLICE))
    gone, _ = Finished.objects.exclude(story__in=Story.objects.listed()).delete()
    return changed + gone


def _gather(stories: list[int], paused: set[int]) -> int:
    wanted = {(user, story) for user, story in _finished(stories) if user not in paused}
    stood = set(Finished.objects.filter(story__in=stories).values_list("user", "story"))
    gone: dict[int, list[int]] = defaultdict(list)
    for user, story in stood - wanted:
        gone[story].append(user)
    with transaction.atomic():
        for story, users in gone.items():
            Finished.objects.filter(story=story, user__in=users).delete()
        # Somebody may leave at this moment, and take their rows with them.
        new = [Finished(user_id=user, story_id=story) for user, story in sorted(wanted - stood)]
        Finished.objects.bulk_create(new, ignore_conflicts=True, batch_size=1000)
    return len(stood ^ wanted)


def read_to_the_end(user: User) -> list[int]:
    """Stories, the last read first. Of this moment, for the reader's own list: what was forgotten is not in it."""
    read = _read(ReadMark.objects.filter(user=user)).annotate(last=Max("at"))
    return [story for _, story, *_ in read.order_by("-last", "-part__story")]


def _finished(stories: list[int]) -> set[tuple[int, int]]:
    read = _read(ReadMark.objects.filter(part__story__in=stories))
    found = {(user, story) for user, story, _ in read.iterator(chunk_size=5000)}
    shelved = ShelfEntry.objects.filter(story__in=stories, shelf__kind=ShelfKind.FINISHED)
    return found | set(shelved.values_list("shelf__user", "story"))


def _read(marks: QuerySet[ReadMark]) -> QuerySet[ReadMark, tuple[int, int, int]]:
    """Person, story, and how many of its parts they read to the end."""
    return (
        marks.filter(part__state=State.PUBLISHED, reached__gte=FINISHED)
        .exclude(user=F("part__story__author__user"))
        .order_by()
        .values_list("user", "part__story")
        .annotate(parts=Count("part"))
        .filter(parts__gte=F("part__story__parts_published") * SHARE)
    )
