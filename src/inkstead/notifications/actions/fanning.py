"""Tell all who follow something: in turns, so that no change of anybody else waits for long.

Each turn is a job of its own, saved in the transaction of the turn before: a worker that is killed goes on with the
turn it was in, and nobody is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from inkstead.background.actions import enqueue
from inkstead.library.models import Hide, PenNameFollow, Shelf, ShelfFollow, TagFollow
from inkstead.notifications.actions.parting import workers_of
from inkstead.notifications.actions.searching import begin_searches, who_hide_by_search
from inkstead.notifications.actions.telling import tell
from inkstead.notifications.models import Notice
from inkstead.notifications.news import News
from inkstead.serial.models import Announcement
from inkstead.stories.families import tags_above
from inkstead.stories.models import Contributor, Part, Role, Story, StoryFollow, StoryTag, Visibility

TURN = 1_000
FAN_OUT = "inkstead.notifications.jobs.fan_out"
OLD = timedelta(days=2)  # what is dated back farther was brought in from elsewhere: no news
PRIORITY = -10  # a mention or a code to sign in with goes first

FOLLOWERS = {
    "story": (StoryFollow, "story"),
    "name": (PenNameFollow, "pen_name"),
    "tag": (TagFollow, "tag"),
    "shelf": (ShelfFollow, "shelf"),
}
Circle = tuple[str, int]  # what is followed: its kind and its id


def tell_of_part(part_id: int, *, again: bool = False) -> None:
    """Those who follow the story, its writers or its tags, as far as they may read it. What was withdrawn and comes
    `again` is told to those alone who followed before it was first there, and had not heard of it then."""
    part = Part.objects.published().select_related("story").filter(pk=part_id).first()
    if part is None or part.published_at is None or part.published_at < timezone.now() - OLD:
        return
    circles = circles_of(part)
    if circles:
        _begin(News("part", f"part:{part.pk}", story_id=part.story_id, part_id=part.pk, again=again), circles)


def tell_of_version(part_id: int) -> None:
    """A quiet correction never comes here; what leaves no date is no new version."""
    part = Part.objects.published().select_related("story").filter(pk=part_id).first()
    if part is None or part.revised_at is None or part.revised_at < timezone.now() - OLD:
        return
    circles = [circle for circle in circles_of(part) if circle[0] == "story"]
    if circles:
        key = f"version:{part.pk}:{part.revised_at:%Y%m%dT%H%M%S%f}"
        _begin(News("version", key, story_id=part.story_id, part_id=part.pk), circles)


def tell_of_announcement(announcement_id: int) -> None:
    row = Announcement.objects.made().select_related("story").filter(pk=announcement_id).first()
    if row is None or row.published_at is None or row.published_at < timezone.now() - OLD:
        return
    if row.story.visibility != Visibility.PRIVATE:
        news = News("announcement", f"announcement:{row.pk}", story_id=row.story_id, thing_id=row.pk)
        _begin(news, [("story", row.story_id)])


def tell_of_shelved(shelf_id: int, story_id: int) -> None:
    shelf = Shelf.objects.listed().filter(pk=shelf_id, entries__story=story_id).first()
    if shelf is not None and Story.objects.listed().filter(pk=story_id).exists():
        key = f"shelf:{shelf.pk}:{story_id}"
        news = News("shelf", key, story_id=story_id, thing_id=shelf.pk, pen_name_id=shelf.pen_name_id)
        _begin(news, [("shelf", shelf.pk)])


def circles_of(part: Part) -> list[Circle]:
    """Who may hear of a part. What only some may see is told to those alone who follow the story itself."""
    story = part.story
    told = (Visibility.PUBLIC, Visibility.FOLLOWERS)
    if part.visibility not in told or story.visibility == Visibility.PRIVATE:
        return []
    circles: list[Circle] = [("story", story.pk)]
    if part.visibility == story.visibility == Visibility.PUBLIC:
        beside = Contributor.objects.filter(story=story, role=Role.COAUTHOR).values_list("pen_name", flat=True)
        circles += [("name", name) for name in (story.author_id, *beside)]
        circles += [("tag", tag) for tag in sorted(tags_above(story.tags.values_list("pk", flat=True)))]
    return circles


@transaction.atomic
def take_turn(news: dict[str, Any], circles: Sequence[Sequence[Any]], after: int) -> int:
    """Tell the next people of these circles, `TURN` at most; the rest in a job to come. Answers how many were told."""
    told = News(**news)
    if not _is_still_news(told):
        return 0
    room, rest = TURN, list(circles)
    itself: set[int] = set()  # who chose this very story
    around: set[int] = set()
    while rest and room:
        kind, thing = rest[0]
        followers = list(_followers(kind, thing, after, told)[:room])
        (itself if kind == "story" else around).update(followers)
        room -= len(followers)
        if room:
            rest, after = rest[1:], 0
        else:
            after = followers[-1]
    count = tell(_others(itself | _without_hiders(around, told), told), told)
    if rest:
        _next(news, rest, after)
    elif told.kind == "part" and told.part_id is not None:
        begin_searches(told.part_id, again=told.again, priority=PRIORITY)
    return count


def _followers(kind: str, thing: int, after: int, news: News) -> QuerySet[Any, int]:
    model, column = FOLLOWERS[kind]
    rows = model.objects.filter(**{column: thing}, user__gt=after).order_by("user")  # type: ignore[attr-defined]
    if news.again:
        rows = rows.filter(created_at__lte=Part.objects.filter(pk=news.part_id or 0).values("published_at"))
    return rows.values_list("user", flat=True)  # type: ignore[no-any-return]


def _others(followers: set[int], news: News) -> set[int]:
    """Without those who work on the story. The newest version alone is news: one that nobody has read yet makes way."""
    if news.kind == "version":
        older = Notice.objects.filter(user__in=followers, kind="version", part_id=news.part_id, read_at__isnull=True)
        older.filter(letter__isnull=True).exclude(key=news.key).delete()
    return followers if news.kind == "shelf" else followers - workers_of(news.story_id)


def _without_hiders(followers: set[int], news: News) -> set[int]:
    """Who hides a tag, or what a search finds, hears of no such story through a writer, another tag or a shelf. Who
    follows the story itself chose that one story, and is told all the same."""
    if not followers:
        return followers
    above = tags_above(StoryTag.objects.filter(story=news.story_id or 0).values_list("tag", flat=True))
    hiders = set(Hide.objects.filter(user__in=followers, tag__in=above).values_list("user", flat=True))
    return followers - hiders - who_hide_by_search(followers, news)


def _is_still_news(news: News) -> bool:
    if news.part_id is not None:
        return Part.objects.published().filter(pk=news.part_id).exists()
    if news.kind == "announcement":
        return Announcement.objects.made().filter(pk=news.thing_id or 0).exists()
    return Story.objects.listed().filter(pk=news.story_id or 0).exists()


def _begin(news: News, circles: Sequence[Circle]) -> None:
    _next(asdict(news), [list(circle) for circle in circles], 0)


def _next(news: dict[str, Any], circles: Sequence[Sequence[Any]], after: int) -> None:
    enqueue(FAN_OUT, [news, list(circles), after], priority=PRIORITY)
