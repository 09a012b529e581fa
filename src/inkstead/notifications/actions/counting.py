"""What is told in numbers: votes, followers, reactions. Nobody is named; who it was is nobody's business.

Votes are acknowledged before anything else is done about them, so they announce no fact: new rows are looked for by the
clock, and each number is counted from the rows themselves. Repeating it changes nothing. Reactions go the same way: one
that is only changed is no new row, and so no news.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from inkstead.discussion.models import Comment, ParagraphReaction, Reaction, Vote
from inkstead.library.models import PenNameFollow, ShelfFollow
from inkstead.notifications.actions.telling import tell
from inkstead.notifications.models import Notice, Watermark
from inkstead.notifications.news import News
from inkstead.stories.models import Contributor, Part, Role, Story, StoryFollow

SETTLED = timedelta(seconds=10)  # ids are given out before commit: a lower one may appear after a higher one
AT_ONCE = 500


WATCHED: tuple[tuple[Any, str], ...] = (
    (Vote, "part"),
    (StoryFollow, "story"),
    (PenNameFollow, "pen_name"),
    (ShelfFollow, "shelf"),
    (Reaction, "comment"),
    (ParagraphReaction, "part"),
)


def count_news() -> int:
    """Answers how many people were told."""
    told = 0
    for model, column in WATCHED:
        while True:
            found, count = _look(model, column)
            told += count
            if found < AT_ONCE:
                break
    return told


@transaction.atomic
def _look(model: Any, column: str) -> tuple[int, int]:
    """At the next rows: how many there were, and how many people were told of them. Together, or not at all."""
    name = model._meta.label_lower
    mark = Watermark.objects.select_for_update().filter(name=name).first()
    if mark is None:  # the first look of all sees nothing: what was before is no news
        Watermark.objects.create(name=name, seen=model.objects.aggregate(last=Max("pk"))["last"] or 0)
        return 0, 0
    rows = model.objects.filter(pk__gt=mark.seen, created_at__lte=timezone.now() - SETTLED).order_by("pk")
    found = list(rows.values_list("pk", column)[:AT_ONCE])
    if not found:
        return 0, 0
    Watermark.objects.filter(pk=name).update(seen=found[-1][0])
    firsts = {thing: pk for pk, thing in reversed(found)}
    tell_of = {Vote: _tell_of_votes, Reaction: _tell_of_reactions, ParagraphReaction: _tell_of_votes}.get(
        model, _tell_of_followers
    )
    return len(found), sum(tell_of(model, column, thing, pk) for thing, pk in sorted(firsts.items()))


def _tell_of_votes(model: Any, column: str, thing: int, first: int) -> int:
    """And of reactions to the paragraphs of a part, which are its writers' too."""
    part = Part.objects.published().select_related("story__author").filter(pk=thing).first()
    if part is None:
        return 0
    beside = Contributor.objects.filter(story=part.story, role=Role.COAUTHOR).values_list("pen_name__user", flat=True)
    rows = model.objects.filter(**{column: thing})
    kind, key = ("vote", f"vote:{part.pk}") if model is Vote else ("reaction", f"paragraphs:{part.pk}")
    news = News(kind, key, story_id=part.story_id, part_id=part.pk)
    return sum(_tell_number(user, news, rows, first) for user in {part.story.author.user_id, *beside})


def _tell_of_reactions(model: Any, column: str, thing: int, first: int) -> int:
    comment = Comment.objects.visible().select_related("part", "author").filter(pk=thing).first()
    if comment is None or comment.author is None:
        return 0
    part = comment.part
    news = News("reaction", f"reactions:{comment.pk}", part.story_id, part.pk, comment.pk)
    return _tell_number(comment.author.user_id, news, model.objects.filter(comment=comment), first)


def _tell_of_followers(model: Any, column: str, thing: int, first: int) -> int:
    rows = model.objects.filter(**{column: thing})
    row = rows.select_related(column).first()
    if row is None:
        return 0
    followed = getattr(row, column)
    if isinstance(followed, Story):
        user, news = followed.author.user_id, News("follow", f"follow:story:{thing}", story_id=thing)
    elif column == "pen_name":
        user, news = followed.user_id, News("follow", f"follow:name:{thing}", pen_name_id=thing)
    else:
        user, news = followed.user_id, News("follow", f"follow:shelf:{thing}", thing_id=thing)
    return _tell_number(user, news, rows, first)


def _tell_number(user: int, news: News, rows: QuerySet[Any], first: int) -> int:
    """One line for all that came since it was read last. `first` is the first row that was never counted."""
    rows = rows.exclude(user=user)
    latest = Notice.objects.filter(user=user, key__startswith=f"{news.key}#").order_by("-pk").first()
    if latest is not None and latest.read_at is None:
        count = rows.filter(created_at__gte=latest.since).count()
        Notice.objects.filter(pk=latest.pk).exclude(count=count).update(count=count, at=timezone.now())
        return 1
    came = rows.filter(pk__gte=first)
    since: datetime | None = came.order_by("pk").values_list("created_at", flat=True).first()
    if since is None:
        return 0
    key = f"{news.key}#{latest.pk if latest else 0}"
    return tell([user], replace(news, key=key, count=came.count(), since=since))
