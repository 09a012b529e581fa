"""What every change of tags does: one at a time, nothing in a circle, a row in the log, work for the background."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from inkstead.accounts.models import PenName, User
from inkstead.accounts.rules import can_keep_tags
from inkstead.background.actions import enqueue
from inkstead.events import touch_after_commit
from inkstead.lib.refusals import Refused
from inkstead.stories.models import Tag, TagAbove
from inkstead.tagkeeping.edits import Edit
from inkstead.tagkeeping.graph import graph_from, reached, tops_of
from inkstead.tagkeeping.models import TagChange, TagTask, TagToIndex

LOCK = 4_701_926  # PostgreSQL's; SQLite has one writer anyway
PLACE = "inkstead.tagkeeping.jobs.place"
PRIORITY = -5  # news and pages of readers go first


def must_keep_tags(user: User) -> None:
    if not can_keep_tags(user):
        raise Refused("Only tag keepers and administrators change tags.", code="forbidden")


def one_at_a_time() -> None:
    """Until the end of the transaction: two links at once could close a circle that neither of them sees."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def must_be_in_order(ids: Collection[int]) -> None:
    """No spelling of a spelling, and nothing above itself; asked after the rows were changed."""
    chains = Tag.objects.filter(Q(pk__in=ids) | Q(stands_for__in=ids), stands_for__stands_for__isnull=False)
    chain = chains.select_related("stands_for__stands_for").first()
    if chain is not None and chain.stands_for is not None:
        raise Refused(
            f"“{chain.stands_for.name}” is a spelling of “{chain.stands_for.stands_for}” itself by now, so nothing can "
            "be a spelling of it; take that back first.",
            code="conflict",
        )
    tops = set(tops_of(ids).values())
    graph = graph_from(tops, up=True)
    circle = next((top for top in sorted(tops) if top in reached(graph, top)), None)
    if circle is not None:
        name = Tag.objects.get(pk=circle).name
        raise Refused(f"“{name}” would stand above itself by what was linked since.", code="conflict")


def log_change(by: PenName | None, edits: Iterable[Edit], **columns: Any) -> TagChange:
    """The row, and what has to be done about it by and by. Pages that show one of the tags are made anew at once."""
    edits = list(edits)
    change = TagChange.objects.create(by=by, edits=[edit.row for edit in edits], **columns)
    ids = {pk for edit in edits for pk in edit.touched} | {change.tag_id, change.other_id or change.tag_id}
    Tag.objects.filter(pk__in=ids).update(kept_at=timezone.now())
    touch_tags(ids)
    renamed = {pk for edit in edits if edit.what in ("name", "named", "stands_for") for pk in edit.tags}
    look_again(change, renamed | set(Tag.objects.filter(stands_for__in=renamed).values_list("pk", flat=True)))
    TagTask.objects.create(change=change, what="above")
    enqueue(PLACE, [change.pk, 0], priority=PRIORITY, lane="tags")
    return change


def look_again(change: TagChange | None, ids: Collection[int]) -> None:
    """Search has to look at the stories of these tags again; `TagsChanged` says when."""
    rows = [TagToIndex(change=change, tag_id=pk) for pk in sorted(ids)]
    TagToIndex.objects.bulk_create(rows, ignore_conflicts=True)


def touch_tags(ids: Collection[int]) -> None:
    """Pages of these tags and of those above them, and of all stories that show one."""
    over = TagAbove.objects.filter(tag__in=ids).values_list("wider", flat=True)
    touch_after_commit([f"tag:{pk}" for pk in sorted({*ids, *tops_of(ids).values(), *over})])
