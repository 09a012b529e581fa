"""Do what a plan says. The rows of the tags change at once; where they stand, and every story, follows by and by."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from inkstead.accounts.models import PenName, User
from inkstead.background.actions import enqueue
from inkstead.lib.lines import one_line
from inkstead.stories.actions.tags import tags_of
from inkstead.stories.models import Tag
from inkstead.tagkeeping.actions.holding import (
    PRIORITY,
    log_change,
    must_be_in_order,
    must_keep_tags,
    one_at_a_time,
)
from inkstead.tagkeeping.edits import apply
from inkstead.tagkeeping.models import TagChange, TagTask, Verb
from inkstead.tagkeeping.plans import Asked, Plan, plan
from inkstead.tagkeeping.queries import known_by_name

MOVE = "inkstead.tagkeeping.jobs.move"


def change_tag(tag: Tag, asked: Asked, *, by: User, pen_name: PenName | None = None, why: str = "") -> TagChange:
    """Planned again here, so that it is done to what is there now. Doing the same twice is refused. `pen_name` is who
    stands in the log; the one in use when left out."""
    must_keep_tags(by)
    why = one_line(why, "reason", limit=300, required=False)
    before = plan(tag, asked)
    # Counted before anything is held: a million rows take seconds, and everybody who writes would wait for them.
    return _change(tag, asked, pen_name or by.pen_name, why, before.stories.count())


@transaction.atomic
def _change(tag: Tag, asked: Asked, name: PenName | None, why: str, stories: int) -> TagChange:
    one_at_a_time()
    tag = Tag.objects.select_for_update(of=("self",), no_key=True).get(pk=tag.pk)
    made = plan(tag, asked)
    if made.other is not None and made.other.pk is None:
        made = _with_new_tag(made, tag, asked)
    for edit in made.edits:
        apply(edit)
    must_be_in_order({pk for edit in made.edits for pk in edit.touched} or {tag.pk})
    change = log_change(
        name,
        made.edits,
        verb=made.verb,
        tag=made.tag,
        other=made.other,
        said=made.said[:400],
        why=why,
        stories=stories,
    )
    if made.verb == Verb.SPLIT:
        _begin_moving(change, made, asked)
    return change


def _with_new_tag(made: Plan, tag: Tag, asked: Asked) -> Plan:
    """The same plan with a row to write to. It may be one that only hidden stories carry."""
    assert made.other is not None
    new = tags_of({made.other.slug: made.other.name}, {made.other.slug: made.other.kind})[made.other.slug]
    edits = []
    for edit in made.edits:
        if edit.what == "stands_for" and edit.after is None and edit.before != new.pk:
            edit = replace(edit, after=new.pk)
        elif edit.what == "link" and not edit.key:
            edit = replace(edit, key=new.pk)
        edits.append(edit)
    return replace(made, other=new, edits=edits)


def _begin_moving(change: TagChange, made: Plan, asked: Asked) -> None:
    """Stories that are not public go along; keepers are told of public ones alone."""
    assert made.moves is not None
    beside = known_by_name(asked.beside) if asked.beside else None
    TagTask.objects.create(change=change, what="stories", total=change.stories)
    chosen = [] if beside else list(made.moves.values_list("story", flat=True))
    enqueue(MOVE, [change.pk, beside.pk if beside else 0, chosen, 0], priority=PRIORITY, lane="tags")
