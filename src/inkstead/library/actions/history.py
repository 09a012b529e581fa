"""What somebody read: written down, unless they paused it, and forgotten when they say so."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.library.models import HistoryChoice, HistoryEntry, Place, ReadMark
from inkstead.stories.models import Part

SITTING = timedelta(minutes=10)  # within which a part that is still being read is not written down again


def write_down(part: Part, *, by: User, at: datetime) -> None:
    """Inside the transaction that keeps a place."""
    if HistoryChoice.objects.filter(user=by, paused_at__isnull=False).exists():
        return
    entry, is_new = HistoryEntry.objects.get_or_create(user=by, part=part, defaults={"first_at": at, "at": at})
    if not is_new and at - entry.at > SITTING:
        HistoryEntry.objects.filter(pk=entry.pk).update(at=at)


@transaction.atomic
def pause_history(*, by: User) -> None:
    """Nothing is written down from now on. Places are kept all the same: they are how reading goes on."""
    choice, _ = HistoryChoice.objects.get_or_create(user=by)
    if choice.paused_at is None:
        HistoryChoice.objects.filter(user=by).update(paused_at=timezone.now())


def go_on_with_history(*, by: User) -> None:
    HistoryChoice.objects.filter(user=by).update(paused_at=None)


@transaction.atomic
def forget_part(part_id: int, *, by: User) -> None:
    """That it was ever read: its line, its tick, and the place if it lies in it. Twice is harmless."""
    for rows in (HistoryEntry.objects, ReadMark.objects, Place.objects):
        rows.filter(user=by, part=part_id).delete()


@transaction.atomic
def forget_history(*, by: User) -> None:
    """All of it, with ticks and places. Shelves, votes and comments are other things and stay."""
    for rows in (HistoryEntry.objects, ReadMark.objects, Place.objects):
        rows.filter(user=by).delete()
