"""Keep comments in the margin where they belong when a part is rewritten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Q

from inkstead.accounts.models import User
from inkstead.discussion.actions.reacting import carry_reactions
from inkstead.discussion.events import CommentPlaced
from inkstead.discussion.models import PASSAGE_LIMIT, Comment, CommentQuerySet
from inkstead.events import announce
from inkstead.lib.prose import Carrying, split_blocks
from inkstead.lib.refusals import Refused
from inkstead.stories import rules
from inkstead.stories.actions import NewText
from inkstead.stories.models import Part, Story

BATCH = 500


def carry_comments(new: NewText) -> None:
    """Inside the transaction that publishes. Those whose words are gone keep the block that they had: the tray."""
    carry_reactions(new.part, new.carrying)
    rows = list(_in_margin(new.part))
    if not rows:
        return
    changed = []
    for row, block in _carried(rows, new.carrying):
        if block == row.block:
            continue
        if not row.passage and row.block in new.carrying.before:
            row.passage = new.carrying.before[row.block][:PASSAGE_LIMIT]
        row.block = block or row.block
        changed.append(row)
    Comment.objects.bulk_update(changed, ["block", "passage"], batch_size=BATCH)


def comments_lost_by(part: Part) -> int:
    """How many threads would go into the tray if the newest text were published now."""
    if part.live is None or part.head is None or part.live_id == part.head_id:
        return 0
    rows = list(_in_margin(part).filter(deleted_at__isnull=True))
    if not rows:
        return 0
    carrying = Carrying(split_blocks(part.live.html), split_blocks(part.head.html))
    stood = [(row, block) for row, block in _carried(rows, carrying) if row.block in carrying.before]
    return len({row.thread_id or row.pk for row, block in stood if block is None})


@transaction.atomic
def place_comment(comment: Comment, *, block: str, by: User) -> Comment:
    """Give a comment from the tray a paragraph again, or none: then it is one on the whole part.

    The rest of its thread that lies in the tray goes with it. Doing it twice is harmless. `put_back` undoes it.
    """
    part = _locked_part(comment, by)
    thread = _thread_of(comment)
    if block and block not in _standing(part):
        raise Refused("That paragraph is not in this part any more.", code="invalid", fields={"block": "Not there."})
    adrift = list(Comment.objects.adrift().filter(pk__in=[row.pk for row in thread]).order_by("created_at", "pk"))
    if not adrift:
        found = next(row for row in thread if row.pk == comment.pk)
        if found.block == block:
            return found
        raise Refused("This comment is not in the tray any more.", code="conflict")
    for row in adrift:
        row.taken_from, row.block = row.block, block
    return _moved(adrift, part)


@transaction.atomic
def put_back(comment: Comment, *, by: User) -> Comment:
    """Into the tray, with what was said in its thread since. Doing it twice is harmless."""
    part = _locked_part(comment, by)
    thread = _thread_of(comment)
    first = next((row for row in thread if row.taken_from), None)
    if first is None:
        return comment
    there, back = first.block, first.taken_from
    moved = [row for row in thread if row.block == there]
    for row in moved:
        row.block, row.taken_from = back, ""
    return _moved(moved, part)


def _in_margin(part: Part) -> CommentQuerySet:
    return Comment.objects.filter(part=part).exclude(block="").defer("body").order_by("created_at", "pk")


def _carried(rows: Iterable[Comment], carrying: Carrying) -> Iterator[tuple[Comment, str | None]]:
    """Each with the block on which it belongs now. An answer goes where the first of its thread goes."""
    led: dict[tuple[int, str], str | None] = {}
    for row in rows:
        thread = (row.thread_id or row.pk, row.block)
        if thread in led and not row.quote:
            yield row, led[thread]
            continue
        # Who gave it a paragraph by hand knew better than its old words.
        quote, passage = ("", "") if row.taken_from else (row.quote, row.passage)
        block = carrying.remark(row.block, quote, passage)
        led.setdefault(thread, block)
        yield row, block


def _locked_part(comment: Comment, by: User) -> Part:
    """The story first, as whoever publishes does, so that the text cannot change under the comment's feet."""
    story = Story.objects.locked()
    rules.must_edit(by, story.get(parts=comment.part_id))
    return Part.objects.select_related("live").get(pk=comment.part_id)


def _thread_of(comment: Comment) -> list[Comment]:
    root = comment.thread_id or comment.pk
    rows = Comment.objects.select_for_update(of=("self",), no_key=True).filter(Q(pk=root) | Q(thread=root))
    return list(rows.order_by("created_at", "pk"))


def _standing(part: Part) -> set[str]:
    return {block.id for block in split_blocks(part.live.html)} if part.live is not None else set()


def _moved(rows: list[Comment], part: Part) -> Comment:
    Comment.objects.bulk_update(rows, ["block", "taken_from"], batch_size=BATCH)
    announce(CommentPlaced(comment_id=rows[0].pk, part_id=part.pk, story_id=part.story_id))
    return rows[0]
