"""What somebody does with their notices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.discussion.models import Comment, WaveComment
from inkstead.lib.refusals import Refused
from inkstead.notifications.kinds import CHANNELS, KINDS
from inkstead.notifications.models import Letter, Notice, NoticeChoices, Rhythm
from inkstead.notifications.wishes import mail_due, wants

AT_ONCE = 2_000
KEEP_READ, KEEP = timedelta(days=180), timedelta(days=540)


def mark_read(notice_ids: list[int], *, by: User) -> int:
    """Twice is harmless. What is read here is not sent by mail any more."""
    mine = Notice.objects.filter(user=by, pk__in=notice_ids, read_at__isnull=True)
    return mine.update(read_at=timezone.now(), push_due_at=None)


def mark_unread(notice_ids: list[int], *, by: User) -> int:
    return Notice.objects.filter(user=by, pk__in=notice_ids).update(read_at=None)


def mark_all_read(*, by: User, until: int) -> int:
    """Those that stood there when the button was pressed: what came since is still new. In short transactions."""
    count = 0
    while True:
        mine = Notice.objects.filter(user=by, in_site=True, read_at__isnull=True, pk__lte=until)
        ids = list(mine.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        if not ids:
            return count
        count += mark_read(ids, by=by)


@transaction.atomic
def choose(
    *,
    by: User,
    switches: Mapping[str, Mapping[str, bool]] | None = None,
    rhythm: str | None = None,
    hour: int | None = None,
    weekday: int | None = None,
    quiet: tuple[time, time] | bool | None = False,
) -> NoticeChoices:
    """What is not given stays; `quiet` is two times, or None for no quiet hours. What waits goes by the new wishes."""
    NoticeChoices.objects.get_or_create(user=by)
    row = NoticeChoices.objects.select_for_update().get(pk=by.pk)
    if switches is not None:
        row.switches = _merged(row.switches, switches)
    if rhythm is not None:
        row.rhythm = _one_of(rhythm, Rhythm.values, "rhythm")
    if hour is not None:
        row.hour = _one_of(hour, range(24), "hour")
    if weekday is not None:
        row.weekday = _one_of(weekday, range(7), "weekday")
    if not isinstance(quiet, bool):
        row.quiet_from, row.quiet_to = quiet or (None, None)
    row.save()
    _reschedule(row, by)
    return row


def forget_old_notices() -> int:
    """In short transactions."""
    now, count = timezone.now(), 0
    for rows in (
        Notice.objects.filter(at__lt=now - KEEP),
        Notice.objects.filter(at__lt=now - KEEP_READ, read_at__isnull=False),
    ):
        while ids := list(rows.values_list("pk", flat=True)[:AT_ONCE]):
            count += Notice.objects.filter(pk__in=ids).delete()[0]
    while ids := list(Letter.objects.filter(made_at__lt=now - KEEP_READ).values_list("pk", flat=True)[:AT_ONCE]):
        Letter.objects.filter(pk__in=ids).delete()
    return count


def settle(part_id: int) -> int:
    """Nobody counts as new what is not to be seen any more: its notices are read, and due no longer."""
    return _settle(Notice.objects.filter(part_id=part_id))


def settle_comments(comment_ids: Sequence[int]) -> int:
    """The same for what was told of comments; what is told in numbers too."""
    parts = Comment.objects.filter(pk__in=comment_ids).order_by().values_list("part", flat=True).distinct()
    told = Notice.objects.filter(part_id__in=list(parts), kind__in=("comment", "reply", "mention", "reaction"))
    return _settle(told.filter(thing_id__in=comment_ids))


def settle_wave(wave_id: int) -> int:
    ids = list(WaveComment.objects.filter(wave=wave_id).order_by("pk").values_list("comment", flat=True))
    return sum(settle_comments(ids[at : at + AT_ONCE]) for at in range(0, len(ids), AT_ONCE))


def _settle(told: QuerySet[Notice]) -> int:
    count = 0
    while True:
        rows = told.filter(read_at__isnull=True)
        ids = list(rows.values_list("pk", flat=True)[:AT_ONCE])
        if not ids:
            return count
        count += Notice.objects.filter(pk__in=ids).update(read_at=timezone.now(), mail_due_at=None, push_due_at=None)


def _merged(known: Mapping[str, Any], given: Mapping[str, Mapping[str, bool]]) -> dict[str, dict[str, bool]]:
    wrong = {kind: "Unknown." for kind in given if kind not in KINDS}
    wrong |= {channel: "Unknown." for ways in given.values() for channel in ways if channel not in CHANNELS}
    if wrong:
        raise Refused("Some of these notices are not known.", code="invalid", fields=wrong)
    merged = {kind: dict(ways) for kind, ways in known.items() if kind in KINDS}
    for kind, ways in given.items():
        merged.setdefault(kind, {}).update({channel: bool(on) for channel, on in ways.items()})
    return merged


def _one_of(given: Any, allowed: Any, field: str) -> Any:
    if given not in allowed:
        raise Refused(f"That is not a {field} that can be chosen.", code="invalid", fields={field: "Unknown."})
    return given


def _reschedule(choices: NoticeChoices, user: User) -> None:
    """Letters that wait go out by the new hour, or not at all."""
    waiting = Notice.objects.filter(user=user, mail_due_at__isnull=False)
    due = mail_due(choices, user.zone, timezone.now())
    off = [kind for kind in KINDS if not wants(choices, kind, "mail")]
    waiting.filter(kind__in=off).update(mail_due_at=None)
    waiting.update(mail_due_at=due)
