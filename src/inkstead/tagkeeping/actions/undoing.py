"""Take a change back: every row that is still as the change left it becomes what it was before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from inkstead.accounts.models import PenName, User
from inkstead.background.actions import enqueue
from inkstead.lib.lines import one_line
from inkstead.lib.refusals import Refused
from inkstead.stories.models import Story, Tag
from inkstead.tagkeeping.actions.holding import (
    PRIORITY,
    log_change,
    must_be_in_order,
    must_keep_tags,
    one_at_a_time,
)
from inkstead.tagkeeping.edits import Edit, apply, standing
from inkstead.tagkeeping.models import TagChange, TagMove, TagTask, Verb
from inkstead.tagkeeping.queries import carrying

MOVE_BACK = "inkstead.tagkeeping.jobs.move_back"


@dataclass(frozen=True, slots=True)
class Undoing:
    """What can be taken back, and of which tags something else was decided since."""

    edits: Sequence[Edit]
    changed_since: Sequence[str]  # names of tags
    stories: int  # public ones


def undoing(change: TagChange, counted: int | None = None) -> Undoing:
    """Refuses with a sentence when nothing of it can be taken back. `counted`: how many stories, if asked before."""
    if hasattr(change, "undone_by"):
        raise Refused("That was taken back already.", code="conflict")
    if not change.moves_stories and not change.edits:
        raise Refused("That changed nothing that could be taken back.", code="conflict")
    edits, since = [], set()
    for edit in reversed([Edit.of(row) for row in change.edits]):
        left = standing(edit.taken_back)
        since |= set(edit.tags) - set(left.tags)
        if left.tags:
            edits.append(left)
    names = list(Tag.objects.filter(pk__in=since).order_by("slug").values_list("name", flat=True))
    if change.edits and not edits:
        raise Refused(
            f"Something else was decided about {_listed(names)} since; take that back first.", code="conflict"
        )
    return Undoing(edits, names, _stories(change, edits) if counted is None else counted)


def undo_change(change: TagChange, *, by: User, pen_name: PenName | None = None, why: str = "") -> TagChange:
    """The undoing is a change of its own, and can be taken back like any other."""
    must_keep_tags(by)
    why = one_line(why, "reason", limit=300, required=False)
    return _undo(change, pen_name or by.pen_name, why, undoing(change).stories)


@transaction.atomic
def _undo(change: TagChange, name: PenName | None, why: str, stories: int) -> TagChange:
    """`stories` were counted before anything is held."""
    one_at_a_time()
    change = TagChange.objects.select_for_update(of=("self",)).select_related("undone_by").get(pk=change.pk)
    found = undoing(change, stories)
    for edit in found.edits:
        apply(edit)
    must_be_in_order({pk for edit in found.edits for pk in edit.touched} or {change.tag_id})
    undone = log_change(
        name,
        found.edits,
        verb=Verb.UNDO,
        tag=change.tag,
        other=change.other,
        said=f"Taken back: {change.said}"[:400],
        why=why,
        stories=found.stories,
        undoes=change,
    )
    if change.moves_stories:
        TagTask.objects.create(change=undone, what="stories", total=found.stories)
        enqueue(MOVE_BACK, [undone.pk, 0], priority=PRIORITY, lane="tags")
    return undone


def _stories(change: TagChange, edits: Sequence[Edit]) -> int:
    if change.moves_stories:
        moved = TagMove.objects.filter(change=change).values("story")
        return Story.objects.listed().filter(pk__in=moved).count()
    return carrying({pk for edit in edits for pk in edit.tags}).count()


def _listed(names: Sequence[str]) -> str:
    shown = [f"“{name}”" for name in names[:5]]
    return ", ".join(shown) + (f" and {len(names) - 5} others" if len(names) > 5 else "")
