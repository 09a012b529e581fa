"""Rebuild every sum from the rows beneath it, and say what differed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date

from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.utils import timezone

from inkstead.readership.adding import add_up, added_up, look_over
from inkstead.readership.following import follow_anew, follow_story
from inkstead.readership.models import PartDay, StoryFigures
from inkstead.readership.sums import FigureDifference
from inkstead.reading.models import Read
from inkstead.stories.models import VOICES, FollowDay, Part, StaleDay, Story, StoryCounts, StoryFollow

PARTS_AT_ONCE = 20  # whose days are looked up in one question
MARKS_AT_ONCE = 1_000  # in one transaction


def recount_figures() -> list[FigureDifference]:
    """Safe while the site runs. Goes through every read there is, in batches that hold nobody up.

    From part to part first: adding up would put right, without a word, who is known to have read.
    """
    add_up()
    _follow_stale()
    stories = list(Story.objects.order_by("pk").values_list("pk", flat=True))
    found = [one for story_id in stories for one in follow_anew(story_id)]
    mark_everything()
    for _, done, different in added_up():
        news = {(mark.part, None if mark.day == VOICES else mark.day.isoformat()) for mark in done if mark.changes}
        found += [one for one in different if not news or (one.of == "part" and not _is_news(one, news))]
    for story_id in stories:
        found += look_over(story_id)
        found += book_missing_follows(story_id)
    _follow_stale()
    return found


def _follow_stale() -> None:
    for story_id in list(StoryFigures.objects.filter(following_is_stale=True).values_list("story", flat=True)):
        follow_story(story_id)


def _is_news(one: FigureDifference, news: set[tuple[int, str | None]]) -> bool:
    return bool({(one.id, one.day), (one.id, None)} & news)


def mark_everything() -> None:
    """Every day of every part is to be counted anew.

    Marks of ours stand at nought: whatever happens to their part and day from now on counts up, and shows that a
    difference is news and no mistake.
    """
    last = 0
    while parts := list(Part.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:PARTS_AT_ONCE]):
        last = parts[-1]
        days = {(part, VOICES) for part in parts}
        for model in (Read, PartDay):
            days |= set(model.objects.filter(part__in=parts).order_by().values_list("part", "day").distinct())
        marks = sorted(days)
        for start in range(0, len(marks), MARKS_AT_ONCE):
            _mark(marks[start : start + MARKS_AT_ONCE])


def _mark(days: Sequence[tuple[int, date]]) -> None:
    rows = [StaleDay(part_id=part, day=day, changes=0) for part, day in days]
    try:
        with transaction.atomic():
            StaleDay.objects.bulk_create(rows, ignore_conflicts=True)
    except IntegrityError:  # a part was deleted in this instant: the others one by one
        parts = {part for part, _ in days}
        for part in sorted(parts) if len(parts) > 1 else ():
            _mark([one for one in days if one[0] == part])


@transaction.atomic
def book_missing_follows(story_id: int) -> list[FigureDifference]:
    """Followers that went without a word, as when an account is deleted, are booked on today."""
    list(StoryCounts.objects.select_for_update().filter(story=story_id))  # nobody follows at this moment
    followers = StoryFollow.objects.filter(story=story_id).count()
    days = FollowDay.objects.filter(story=story_id)
    sums = days.aggregate(Sum("gained"), Sum("lost"))
    booked = (sums["gained__sum"] or 0) - (sums["lost__sum"] or 0)
    if booked == followers:
        return []
    today = timezone.now().astimezone(UTC).date()
    row, _ = FollowDay.objects.get_or_create(story_id=story_id, day=today)
    change = followers - booked
    FollowDay.objects.filter(pk=row.pk).update(gained=F("gained") + max(change, 0), lost=F("lost") + max(-change, 0))
    return [FigureDifference("story", story_id, None, "followers by day", booked, followers)]
