"""Keep a person out, and let them in again."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from inkstead.accounts.actions.stamps import touch_person
from inkstead.accounts.events import NameBlocked, NameUnblocked
from inkstead.accounts.models import Block, PenName, User
from inkstead.events import announce
from inkstead.lib.refusals import Refused

LIMIT = 1_000
Ending = Callable[[Block], None]
_endings: list[Ending] = []


def ends_between(function: Ending) -> Ending:
    """Registers a function that ends what there is between two people when one blocks the other, in the same
    transaction. It must tell nothing of names that they do not know: see docs/decisions/0009."""
    if function not in _endings:
        _endings.append(function)
    return function


@transaction.atomic
def block_name(pen_name: PenName, *, by: User, as_name: PenName | None = None) -> Block:
    """Whoever writes under this name sees and reaches nothing of `by` any more: of none of their names, or of `as_name`
    alone. Twice is harmless; what was said last counts."""
    if pen_name.user_id == by.pk:
        raise Refused("That name is your own: you cannot block yourself.", code="invalid")
    if as_name is not None and as_name.user_id != by.pk:
        raise Refused("That is not a name of yours.", code="forbidden")
    if Block.objects.filter(by=by).exclude(pen_name=pen_name).count() >= LIMIT:
        raise Refused(f"You block {LIMIT:,} people already; take one back first.", code="too_many")
    block, _ = Block.objects.update_or_create(by=by, pen_name=pen_name, defaults={"as_name": as_name})
    for end in _endings:
        end(block)
    announce(NameBlocked(block_id=block.pk))
    _touch_both(block)
    return block


@transaction.atomic
def unblock_name(pen_name: PenName, *, by: User) -> None:
    """What ended with the block does not come back by itself. Twice is harmless."""
    block = Block.objects.filter(by=by, pen_name=pen_name).select_related("pen_name__user").first()
    if block is None:
        return
    _touch_both(block)
    announce(NameUnblocked(block_id=block.pk))
    block.delete()


def _touch_both(block: Block) -> None:
    touch_person(block.by)
    touch_person(block.pen_name.user)
