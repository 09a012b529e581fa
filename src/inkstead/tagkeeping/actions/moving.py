"""Stories that get another tag: story by story as if their writers had done it, a few in one transaction. News, pages
and the search of everybody else go first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from inkstead.background.actions import enqueue
from inkstead.events import announce
from inkstead.stories.events import StoryChanged
from inkstead.stories.models import Story, StoryTag
from inkstead.tagkeeping.actions.changing import MOVE
from inkstead.tagkeeping.actions.holding import PRIORITY
from inkstead.tagkeeping.actions.undoing import MOVE_BACK
from inkstead.tagkeeping.models import TagChange, TagMove, TagTask

SLICE = 25  # stories in one transaction
RUN = 500  # stories in one job


def move_stories(change_id: int, beside: int, chosen: Sequence[int], after: int = 0) -> int:
    """The next stories of a split; answers how many were looked at."""
    change = TagChange.objects.filter(pk=change_id).first()
    if change is None:
        return 0
    rows = StoryTag.objects.filter(tag=change.tag_id, story__gt=after)
    if beside:
        rows = rows.filter(Exists(StoryTag.objects.filter(story=OuterRef("story"), tag=beside)))
    else:
        rows = rows.filter(story__in=chosen)
    ids = list(rows.order_by("story").values_list("story", flat=True)[:RUN])
    for part in _slices(ids):
        _move_some(change, part)
    if len(ids) == RUN:
        enqueue(MOVE, [change_id, beside, list(chosen), ids[-1]], priority=PRIORITY, lane="tags")
    else:
        _finish(change)
    return len(ids)


def move_back(change_id: int, after: int = 0) -> int:
    """The next stories of a split that is taken back: those that still are as it left them."""
    change = TagChange.objects.filter(pk=change_id).first()
    if change is None or change.undoes_id is None:
        return 0
    moves = TagMove.objects.filter(change=change.undoes_id, story__gt=after).order_by("story")[:RUN]
    found = list(moves)
    for start in range(0, len(found), SLICE):
        _move_some_back(change, found[start : start + SLICE])
    if len(found) == RUN:
        enqueue(MOVE_BACK, [change_id, found[-1].story_id], priority=PRIORITY, lane="tags")
    else:
        _finish(change)
    return len(found)


@transaction.atomic
def _move_some(change: TagChange, ids: Sequence[int]) -> None:
    done, public = 0, _public(ids)
    for story in _held(ids):
        row = StoryTag.objects.filter(story=story, tag=change.tag_id).first()
        if row is not None:
            has_it = StoryTag.objects.filter(story=story, tag=change.other_id).exists()
            move = TagMove(
                change=change,
                story=story,
                lost_id=change.tag_id,
                gained_id=None if has_it else change.other_id,
                position=row.position,
            )
            done += _carry_out(move, story) and story.pk in public
    _count(change, done, len(public) - done)


@transaction.atomic
def _move_some_back(change: TagChange, moves: Sequence[TagMove]) -> None:
    ids = [move.story_id for move in moves]
    done, public = 0, _public(ids)
    stories = {story.pk: story for story in _held(ids)}
    for move in moves:
        story = stories.get(move.story_id)
        if story is not None:
            carried = set(StoryTag.objects.filter(story=story).values_list("tag", flat=True))
            as_left = (move.gained_id is None or move.gained_id in carried) and move.lost_id not in carried
            if as_left and (move.gained_id or move.lost_id):
                back = TagMove(change=change, story=story, lost=move.gained, gained=move.lost, position=move.position)
                done += _carry_out(back, story) and story.pk in public
    _count(change, done, len(public) - done)


def _carry_out(move: TagMove, story: Story) -> bool:
    """Where it was moved already by this very change, by a job that was killed afterwards, it counts no more."""
    if TagMove.objects.filter(change=move.change, story=story).exists():
        return False
    if move.lost_id and move.gained_id:
        StoryTag.objects.filter(story=story, tag=move.lost_id).update(tag=move.gained_id)
    elif move.lost_id:
        StoryTag.objects.filter(story=story, tag=move.lost_id).delete()
    elif move.gained_id:
        StoryTag.objects.create(story=story, tag_id=move.gained_id, position=move.position)
    move.save()
    announce(StoryChanged(story_id=story.pk, author_id=story.author_id))
    return True


def _public(ids: Sequence[int]) -> set[int]:
    """Those that keepers may know of."""
    return set(Story.objects.listed().filter(pk__in=ids).values_list("pk", flat=True))


def _held(ids: Sequence[int]) -> QuerySet[Story]:
    return Story.objects.locked().filter(pk__in=ids).order_by("pk")


def _slices(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + SLICE] for start in range(0, len(ids), SLICE))


def _count(change: TagChange, done: int, left: int) -> None:
    tasks = TagTask.objects.filter(change=change, what="stories")
    tasks.update(done=F("done") + done, left_alone=F("left_alone") + left)


def _finish(change: TagChange) -> None:
    TagTask.objects.filter(change=change, what="stories").update(finished_at=timezone.now())
