"""Rebuild every sum from the rows beneath it, and say what differed."""

from __future__ import annotations

from datetime import UTC

from django.db import connection, transaction
from django.db.models import F, Sum
from django.utils import timezone

from inkstead.readership.adding import FigureDifference, add_up, added_up, look_over
from inkstead.readership.following import follow_story
from inkstead.readership.models import StoryFigures
from inkstead.stories.models import VOICES, FollowDay, StaleDay, Story, StoryCounts, StoryFollow

# Marks of ours stand at nought: whatever happens to their part and day from now on counts up, and shows that a
# difference is news and no mistake.
MARKED = "INSERT INTO stories_staleday (part_id, day, changes) {} ON CONFLICT (part_id, day) DO NOTHING"
EVERYTHING = (
    "SELECT DISTINCT part_id, day, 0 FROM reading_read WHERE true",
    "SELECT part_id, day, 0 FROM readership_partday WHERE true",
    "SELECT id, '1970-01-01', 0 FROM stories_part WHERE true",  # VOICES
)


def recount_figures() -> list[FigureDifference]:
    """Safe while the site runs. Goes through every read there is, in batches that hold nobody up."""
    add_up()
    for story_id in StoryFigures.objects.filter(following_is_stale=True).values_list("story", flat=True):
        follow_story(story_id)
    sure = set(StoryFigures.objects.filter(following_is_stale=False).values_list("story", flat=True))
    mark_everything()
    found: list[FigureDifference] = []
    for story_id, done, different in added_up():
        news = {(mark.part_id, None if mark.day == VOICES else mark.day.isoformat()) for mark in done if mark.changes}
        found += [one for one in different if not news or (one.of == "part" and not _is_news(one, news))]
        sure -= {story_id} if news else set()
    for story_id in list(Story.objects.order_by("pk").values_list("pk", flat=True)):
        found += look_over(story_id)
        found += _follow_anew(story_id, is_sure=story_id in sure)
        found += book_missing_follows(story_id)
    return found


def _is_news(one: FigureDifference, news: set[tuple[int, str | None]]) -> bool:
    return bool({(one.id, one.day), (one.id, None)} & news)


def _follow_anew(story_id: int, *, is_sure: bool) -> list[FigureDifference]:
    """A story that has been read since it was gone through was not wrong, only not yet done."""
    if is_sure:
        StoryFigures.objects.filter(pk=story_id).update(following_is_stale=False)
    found = follow_story(story_id)
    return [] if StaleDay.objects.filter(part__story=story_id).exists() else found


def mark_everything() -> None:
    """Every day of every part is to be counted anew."""
    with connection.cursor() as cursor:
        for rows in EVERYTHING:
            cursor.execute(MARKED.format(rows))


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
