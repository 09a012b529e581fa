"""Guests' comments that came as a wave: hidden together in one step, and shown again in one."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Left
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.discussion.events import WaveHidden
from inkstead.discussion.guests import traces, words
from inkstead.discussion.models import Comment, CommentQuerySet, Guest, Standing, Trace, Wave, WaveComment
from inkstead.discussion.rules import must_tend
from inkstead.events import announce, touch_after_commit
from inkstead.lib.refusals import Refused
from inkstead.stories.actions import add_counts, hold_parts
from inkstead.stories.models import Part

MOST = 2000  # comments of one wave
NEAR_IN_TIME = {"text": timedelta(days=7), "network": timedelta(days=1), "time": timedelta(minutes=30)}


def wave_around(comment: Comment, alike: str, *, by: User) -> CommentQuerySet:
    """The guests' comments that go with this one: of nearly the same words, of the same network, or of the same half
    hour; on this story, for moderators anywhere. What was hidden already is not among them."""
    trace = Trace.objects.filter(comment=comment).first()
    if trace is None or alike not in NEAR_IN_TIME:
        return Comment.objects.none()
    span = NEAR_IN_TIME[alike]
    near = Trace.objects.filter(at__range=(trace.at - span, trace.at + span))
    if not by.is_moderator:
        near = near.filter(comment__part__story=comment.part.story_id)
    if alike == "network":
        near = near.filter(network=trace.network) if trace.network else near.filter(pk=trace.pk)
    words = Left("comment__body", traces.COMPARED) if alike == "text" else Value("")
    rows = list(near.order_by("-at").values_list("comment", words)[: 5 * MOST])
    if alike == "text":
        said = traces.plain(comment.body)
        rows = [row for row in rows if traces.are_alike(said, traces.plain(row[1]))]
    found = Comment.objects.filter(pk__in=[pk for pk, _ in rows[:MOST]], deleted_at__isnull=True)
    return found.exclude(guest_name="").exclude(state=Standing.HIDDEN)


@transaction.atomic
def hide_wave(comment: Comment, alike: str, *, by: User) -> Wave:
    """The filter learns from each of them. `undo_wave` brings them back as they stood."""
    must_tend(by, comment.part.story)
    found = list(wave_around(comment, alike, by=by).values_list("pk", flat=True))
    if not found:
        raise Refused("There is nothing to hide: no comments go with this one any more.", code="conflict")
    story = None if by.is_moderator else comment.part.story
    wave = Wave.objects.create(by=by, story=story, alike=alike)
    rows = list(_held(found))
    WaveComment.objects.bulk_create(
        [WaveComment(wave=wave, comment=row, stood=row.state, learned=row.learned) for row in rows]
    )
    Guest.objects.filter(pk__in=[row.guest_id for row in rows]).update(trusted_at=None)
    _put(rows, {row.pk: (Standing.HIDDEN, "spam") for row in rows})
    announce(WaveHidden(wave_id=wave.pk))
    return wave


@transaction.atomic
def undo_wave(wave: Wave, *, by: User) -> Wave:
    """Each stands again as before, but for those that somebody has decided about since. Twice is harmless."""
    wave = Wave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
    if wave.story is None:
        if not by.is_moderator:
            raise Refused("Only moderators can undo this.", code="forbidden")
    else:
        must_tend(by, wave.story)
    if wave.undone_at is not None:
        return wave
    stood = {row.comment_id: (row.stood, row.learned) for row in wave.comments.all()}
    rows = [row for row in _held(stood) if row.state == Standing.HIDDEN and row.deleted_at is None]
    _put(rows, stood)
    wave.undone_at = timezone.now()
    wave.save(update_fields=["undone_at"])
    announce(WaveHidden(wave_id=wave.pk, undone=True))
    return wave


def _held(ids: object) -> CommentQuerySet:
    parts = Comment.objects.filter(pk__in=list(ids)).order_by().values_list("part", flat=True).distinct()  # type: ignore[call-overload]
    hold_parts(parts)
    rows = Comment.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=list(ids))  # type: ignore[call-overload]
    return rows.select_related("part").order_by("pk")


def _put(rows: list[Comment], standing: dict[int, tuple[str, str]]) -> None:
    """Learn, stand, count: the counters last, part by part in the order of their ids."""
    words.learn_all([(row, standing[row.pk][1]) for row in rows])
    changes: dict[int, tuple[Part, int]] = {}
    for row in rows:
        before, row.state = row.is_visible, standing[row.pk][0]
        row.learned = standing[row.pk][1]
        part, change = changes.get(row.part_id, (row.part, 0))
        changes[row.part_id] = (part, change + row.is_visible - before)
    Comment.objects.bulk_update(rows, ["state", "learned"], batch_size=500)
    touch_after_commit([f"comments:part:{part}" for part in changes])
    for _, (part, change) in sorted(changes.items()):
        if change:
            add_counts(part, comments=change)
