"""Which tags search still has to look at. It asks one at a time, and says how far it came."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from inkstead.tagkeeping.models import TagTask, TagToIndex


def next_to_index() -> TagToIndex | None:
    return TagToIndex.objects.order_by("pk").first()


@transaction.atomic
def tag_indexed(row: TagToIndex, after: int | None) -> None:
    """Up to this story, or all of it."""
    if after is not None:
        TagToIndex.objects.filter(pk=row.pk).update(after=after)
        return
    gone, _ = TagToIndex.objects.filter(pk=row.pk).delete()
    tasks = TagTask.objects.filter(change=row.change_id, what="search")
    if gone and row.change_id:
        tasks.update(done=F("done") + 1)
        if not TagToIndex.objects.filter(change=row.change_id).exists():
            tasks.update(finished_at=timezone.now())
