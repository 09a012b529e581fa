"""What is told to nobody: of people from whom somebody keeps apart."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from inkstead.accounts.actions import ends_between
from inkstead.accounts.models import Block, PenName, User
from inkstead.library.models import Hide
from inkstead.notifications.models import BY_WRITERS, Notice
from inkstead.notifications.news import News
from inkstead.stories.actions import names_closed_by
from inkstead.stories.models import Contributor, Role, Story, closed_stories


def who_keep_apart(user_ids: Collection[int], news: News) -> set[int]:
    """Those of them who are not told: whom one of the people in it keeps out, and who blocked or hide one of those who
    did it, or the story. Those who work on a story hear of it whoever else writes it. Five queries at most."""
    owners = _owners(news.story_id)
    actors = owners if news.kind in BY_WRITERS else {pk for pk in [news.pen_name_id] if pk is not None}
    out = set(_kept_out(user_ids, actors))
    if left := _kept_out(user_ids, owners):
        out |= left - workers_of(news.story_id)
    blocked = Block.objects.filter(by__in=user_ids, pen_name__in=actors)
    hidden = Hide.objects.filter(Q(pen_name__in=actors) | Q(story=news.story_id or 0), user__in=user_ids)
    return out | set(blocked.values_list("by", flat=True)) | set(hidden.values_list("user", flat=True))


def _kept_out(user_ids: Collection[int], names: Collection[int]) -> set[int]:
    if not names:
        return set()
    whole = Q(as_name=None, by__in=PenName.objects.filter(pk__in=names).values("user"))
    rows = Block.objects.filter(whole | Q(as_name__in=names), pen_name__user__in=user_ids)
    return set(rows.values_list("pen_name__user", flat=True))


def _owners(story_id: int | None) -> set[int]:
    if story_id is None:
        return set()
    beside = Contributor.objects.filter(story=story_id, role=Role.COAUTHOR).values_list("pen_name", flat=True)
    return {*Story.objects.filter(pk=story_id).values_list("author", flat=True), *beside}


def workers_of(story_id: int | None) -> set[int]:
    """Accounts of its author and of all who work on it in any role."""
    author = Story.objects.filter(pk=story_id or 0).values_list("author__user", flat=True)
    beside = Contributor.objects.filter(story=story_id).values_list("pen_name__user", flat=True)
    return {*author, *beside}


@ends_between
def forget_notices(block: Block) -> None:
    """Of the other, on both sides; on the side of whoever blocks only of the name that they blocked."""
    blocked: User = block.pen_name.user
    mine = Story.objects.worked_on_by(blocked).values("pk")
    closed = Story.objects.filter(closed_stories(blocked)).exclude(pk__in=mine)
    theirs = Q(pen_name_id__in=names_closed_by(block)) | Q(story_id__in=closed.values("pk"))
    Notice.objects.filter(theirs, user=blocked).delete()
    Notice.objects.filter(user=block.by_id, pen_name_id=block.pen_name_id).delete()
