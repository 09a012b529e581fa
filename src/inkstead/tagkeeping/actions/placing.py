"""Where tags stand: `TagAbove` worked out anew from links and spellings, in slices of a few milliseconds each, so that
nobody else waits for the writer's lock. Every slice may be repeated."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from inkstead.background.actions import enqueue
from inkstead.events import announce, touch_after_commit
from inkstead.stories.models import TagAbove
from inkstead.tagkeeping.actions.holding import PLACE, PRIORITY, look_again, touch_tags
from inkstead.tagkeeping.edits import Edit
from inkstead.tagkeeping.events import TagsChanged
from inkstead.tagkeeping.graph import above, below
from inkstead.tagkeeping.models import TagChange, TagTask, TagToIndex

SLICE = 100  # tags in one transaction
RUN = 5_000  # tags in one job


def place_tags(change_id: int, after: int = 0) -> int:
    """The next of the tags whose place depends on a change, in the order of their ids; answers how many."""
    change = TagChange.objects.filter(pk=change_id).first()
    if change is None:
        return 0
    roots = {pk for row in change.edits for pk in Edit.of(row).touched}
    depending = below(roots)
    ids = [pk for pk in depending if pk > after][:RUN]
    for start in range(0, len(ids), SLICE):
        place(ids[start : start + SLICE], change)
        TagTask.objects.filter(change=change, what="above").update(
            total=len(depending), done=depending.index(ids[start]) + len(ids[start : start + SLICE])
        )
    if len(ids) == RUN:
        enqueue(PLACE, [change_id, ids[-1]], priority=PRIORITY, lane="tags")
    else:
        _finish(change)
    return len(ids)


@transaction.atomic
def place(ids: Collection[int], change: TagChange | None) -> set[int]:
    """What is above these tags, written as it is; answers of which of them it was not so."""
    wanted = {(tag, wider) for tag, over in above(ids).items() for wider in over}
    rows = TagAbove.objects.filter(tag__in=ids).values_list("pk", "tag", "wider")
    kept = {(tag, wider): pk for pk, tag, wider in rows}
    gone, new = kept.keys() - wanted, wanted - kept.keys()
    TagAbove.objects.filter(pk__in=[kept[pair] for pair in gone]).delete()
    TagAbove.objects.bulk_create([TagAbove(tag_id=tag, wider_id=wider) for tag, wider in sorted(new)])
    changed = {tag for tag, _ in gone | new}
    if changed:
        look_again(change, changed)
        touch_tags(changed)
        touch_after_commit([f"tag:{wider}" for _, wider in sorted(gone)])
    return changed


@transaction.atomic
def _finish(change: TagChange) -> None:
    """What a page said of it meanwhile, under any of its names, is said no longer."""
    TagTask.objects.filter(change=change, what="above").update(finished_at=timezone.now())
    touch_tags({pk for row in change.edits for pk in Edit.of(row).touched})
    number = TagToIndex.objects.filter(change=change).count()
    done = None if number else timezone.now()
    TagTask.objects.get_or_create(change=change, what="search", defaults={"total": number, "finished_at": done})
    announce(TagsChanged(change_id=change.pk))
