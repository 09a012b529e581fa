"""Tell those whose saved search finds a new part: the last circle of all, after those who follow.

Searches are understood and compared outside of any transaction, some microseconds each; only the notices are written
in one. Whoever heard of the part already, because they follow the story or its writer, is not told again: the key is
the same.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from inkstead.accounts.models import User
from inkstead.background.actions import enqueue
from inkstead.discovery.actions import index_part, index_story
from inkstead.discovery.models import SavedSearch
from inkstead.discovery.queries.following import hiding, matching
from inkstead.discovery.queries.hiding import listed_for
from inkstead.notifications.actions.parting import workers_of
from inkstead.notifications.actions.telling import tell
from inkstead.notifications.news import News
from inkstead.stories.models import Part

FIND = "inkstead.notifications.jobs.find_searches"
PEOPLE = 500  # whose searches are looked at in one job


def begin_searches(part_id: int, *, again: bool, priority: int) -> None:
    if SavedSearch.objects.filter(hides=False).exists():
        enqueue(FIND, [part_id, 0, again], priority=priority)


def tell_searchers(part_id: int, after: int, *, again: bool, priority: int) -> int:
    """The next people whose searches find this part; answers how many were told. May be repeated. What comes `again` is
    told to those alone who kept their search before it was first there."""
    part = Part.objects.listed().select_related("story").filter(pk=part_id).first()
    if part is None:
        return 0
    _index(part.story_id, part.pk)
    people = _people_after(after)
    first: dict[int, int] = {}
    for saved in matching(part, people, part.published_at if again else None):
        if saved.user_id not in first and _is_listed_for(saved.user, part):
            first[saved.user_id] = saved.pk
    news = News("search", f"part:{part.pk}", story_id=part.story_id, part_id=part.pk)
    with transaction.atomic():
        count = tell(first.keys() - workers_of(part.story_id), news, things=first)
        if len(people) == PEOPLE:
            enqueue(FIND, [part_id, people[-1], again], priority=priority)
    return count


def who_hide_by_search(people: Collection[int], news: News) -> set[int]:
    """Those of them in whose lists the story does not stand, because they hide all that some search finds."""
    if news.story_id is None or not SavedSearch.objects.filter(hides=True, user__in=people).exists():
        return set()
    _index(news.story_id, news.part_id)
    return hiding(news.story_id, people)


def _index(story_id: int, part_id: int | None) -> None:
    """Search hears of a part in a job of its own, which may come later than those that tell of it."""
    index_story(story_id)
    if part_id is not None:
        index_part(part_id)


def _people_after(after: int) -> list[int]:
    rows = SavedSearch.objects.filter(hides=False, user__gt=after, user__is_active=True)
    return list(rows.order_by("user").values_list("user", flat=True).distinct()[:PEOPLE])


def _is_listed_for(person: User, part: Part) -> bool:
    """Whether the search itself would show it: not what this person hides by tag, search or rating. Asked of those
    alone whose search matches, in the background."""
    rows = listed_for(person)
    return rows is None or rows.filter(pk=part.story_id).exists()
