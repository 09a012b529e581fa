"""How a queue fills its slots. No tables here: rows in, times out.

Each part takes the next free slot, in the order of the queue. A part that comes later in the story never gets an
earlier time than one before it, unless its writer said so (`ahead`); until what comes before it is published or has a
time, it waits.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from inkstead.serial.slots import SlotMoment

Order = tuple[int, int]  # position in the story, id


@dataclass(frozen=True, slots=True)
class InQueue:
    part_id: int
    order: Order
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Unpublished:
    """A part beside the queue that readers do not have yet: with a date of its own, or a draft."""

    part_id: int
    order: Order
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What the queue has for a part: a slot, or the part that it waits for, or neither without slots."""

    part_id: int
    slot: SlotMoment | None = None
    waits_for: int | None = None


LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


def flow(queue: Sequence[InQueue], others: Iterable[Unpublished], slots: Iterator[SlotMoment]) -> list[Turn]:
    """One turn for each part of the queue, in its order. `slots` are those that nobody has taken."""
    beside = sorted(others, key=lambda other: other.order)
    waiting = {entry.part_id: entry.order for entry in queue}  # without a turn so far
    turns, last, nothing_left = [], LONG_AGO, False
    for entry in queue:
        before = [other for other in beside if other.order < entry.order and not entry.ahead]
        missing = next((other.part_id for other in before if other.due is None), None)
        if missing is None and not entry.ahead and not nothing_left:
            missing = next((pk for pk, order in waiting.items() if order < entry.order), None)
        if missing is not None or nothing_left:
            turns.append(Turn(entry.part_id, waits_for=missing))
            continue
        last = max([last, *(other.due for other in before if other.due)])
        slot = next((slot for slot in slots if slot.at > last), None)
        if slot is None:
            nothing_left = True
            turns.append(Turn(entry.part_id))
            continue
        last = slot.at
        del waiting[entry.part_id]
        turns.append(Turn(entry.part_id, slot))
    return turns


def free(slots: Iterator[SlotMoment], taken: Container[datetime]) -> Iterator[SlotMoment]:
    return (slot for slot in slots if slot.at not in taken)


def in_story_order(queue: Sequence[InQueue]) -> list[InQueue]:
    """The order that a queue takes after the story was reordered: who was put ahead by hand keeps the place."""
    plain = iter(sorted((entry for entry in queue if not entry.ahead), key=lambda entry: entry.order))
    return [entry if entry.ahead else next(plain) for entry in queue]


def joined(queue: Sequence[InQueue], new: Iterable[InQueue]) -> list[InQueue]:
    """New ones right after the last that comes before them in the story, or else at the beginning."""
    result = list(queue)
    for entry in sorted(new, key=lambda entry: entry.order):
        earlier = [index for index, other in enumerate(result, start=1) if other.order < entry.order]
        result.insert(max(earlier, default=0), entry)
    return result


def overtaken(queue: Sequence[InQueue]) -> tuple[int, int] | None:
    """The first part that would come before one that stands before it in the story, and that one."""
    for index, entry in enumerate(queue):
        behind = [other for other in queue[index + 1 :] if other.order < entry.order]
        if behind and not entry.ahead:
            return entry.part_id, min(behind, key=lambda other: other.order).part_id
    return None
