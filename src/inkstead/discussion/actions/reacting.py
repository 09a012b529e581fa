"""One word about a comment or a paragraph."""

from __future__ import annotations

from django.db import transaction

from inkstead.accounts.models import User
from inkstead.discussion.actions.saying import must_not_block
from inkstead.discussion.events import ParagraphReacted, Reacted
from inkstead.discussion.models import Comment, Kind, ParagraphReaction, Reaction
from inkstead.events import announce, touch_after_commit
from inkstead.lib.prose import Carrying
from inkstead.lib.refusals import Refused
from inkstead.stories.actions import hold_parts
from inkstead.stories.models import Part


@transaction.atomic
def react(comment: Comment, kind: str, *, by: User) -> None:
    """One per person; another one takes its place, the same again is harmless. Its part came from `visible_to(by)`."""
    _must_be_known(kind)
    if not comment.is_visible:
        raise Refused("This comment is not there any more.", code="invalid")
    must_not_block(by, comment.author_id, before="react to them")
    hold_parts([comment.part_id])
    if (made := Reaction.objects.put(comment, by, kind)) is not None:
        part = comment.part
        announce(Reacted(reaction_id=made, comment_id=comment.pk, part_id=part.pk, story_id=part.story_id))
        touch_after_commit([f"comments:part:{part.pk}"])


@transaction.atomic
def take_back_reaction(comment: Comment, *, by: User) -> None:
    """Taking back what was never said is harmless."""
    if Reaction.objects.filter(comment=comment, user=by).delete()[0]:
        touch_after_commit([f"comments:part:{comment.part_id}"])


@transaction.atomic
def react_to_paragraph(part: Part, block: str, kind: str, *, by: User) -> None:
    """The same for a paragraph. The part came from `visible_to(by)`, with `live` joined."""
    _must_be_known(kind)
    if not part.is_published or part.live is None:
        raise Refused("This part is not published yet.", code="invalid")
    if not block or f' id="{block}"' not in part.live.html:
        raise Refused("That paragraph is not in this part.", code="invalid", fields={"block": "Not in this part."})
    hold_parts([part.pk])
    if (made := ParagraphReaction.objects.put(part, block, by, kind)) is not None:
        announce(ParagraphReacted(reaction_id=made, block=block, part_id=part.pk, story_id=part.story_id))
        touch_after_commit([f"comments:part:{part.pk}"])


@transaction.atomic
def take_back_paragraph_reaction(part: Part, block: str, *, by: User) -> None:
    if ParagraphReaction.objects.filter(part=part, block=block, user=by).delete()[0]:
        touch_after_commit([f"comments:part:{part.pk}"])


def carry_reactions(part: Part, carrying: Carrying) -> None:
    """To where the paragraph's words are now. Of two of one person that meet, the one that was there stays."""
    blocks = ParagraphReaction.objects.filter(part=part).order_by().values_list("block", flat=True).distinct()
    moves = {block: carrying.remark(block) or block for block in blocks}
    moved = list(
        ParagraphReaction.objects.filter(part=part, block__in=[old for old, new in moves.items() if old != new])
    )
    if not moved:
        return
    ParagraphReaction.objects.filter(pk__in=[row.pk for row in moved]).delete()
    for row in moved:
        row.block = moves[row.block]  # under its old number: it is no new reaction
    ParagraphReaction.objects.bulk_create(moved, ignore_conflicts=True, batch_size=500)


def _must_be_known(kind: str) -> None:
    if kind not in Kind.values:
        known = ", ".join(Kind.values)
        raise Refused(f"A reaction is one of these: {known}.", code="invalid", fields={"kind": f"One of {known}."})
