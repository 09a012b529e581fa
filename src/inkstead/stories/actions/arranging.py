"""Put parts and volumes into another order: the whole order is read, changed and written under the story's lock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.db import transaction
from django.db.models import F

from inkstead.accounts.models import User
from inkstead.events import announce
from inkstead.lib.refusals import Refused
from inkstead.stories import arrangement, rules
from inkstead.stories.arrangement import Place, Stood
from inkstead.stories.events import PartsReordered
from inkstead.stories.models import Part, Story, Volume

Change = Callable[[list[Place]], list[Place]]


def put_parts(story: Story, parts: Sequence[Part], *, to: int, volume: Volume | None, by: User) -> list[Stood]:
    """One behind the other from the place `to` (from 1), all in this volume; answers where they stood."""
    ids = {part.pk for part in parts}
    return _arrange(story, ids, by, lambda order: arrangement.put(order, ids, to - 1, volume.pk if volume else None))


def move_into(story: Story, parts: Sequence[Part], volume: Volume | None, *, by: User) -> list[Stood]:
    """To the end of a volume, or out of theirs; answers where they stood."""
    ids = {part.pk for part in parts}
    if volume is None:
        return _arrange(story, ids, by, lambda order: arrangement.out_of_volumes(order, ids))
    return _arrange(story, ids, by, lambda order: arrangement.into_volume(order, ids, volume.pk))


def step_part(part: Part, *, step: int, by: User) -> list[Stood]:
    """One up (-1) or down (+1), into the next volume at the edge of one; answers where it stood."""
    return _arrange(part.story, {part.pk}, by, lambda order: arrangement.stepped(order, part.pk, step))


def move_part(part: Part, *, to: int, by: User) -> Part:
    """Put a part at a position (from 1) among its story's parts; the others close up."""
    number_part(part, to=to, by=by)
    part.refresh_from_db(fields=["position", "volume"])
    return part


def number_part(part: Part, *, to: int, by: User) -> list[Stood]:
    """The same; answers where it stood."""
    return _arrange(part.story, {part.pk}, by, lambda order: arrangement.numbered(order, part.pk, to - 1))


def put_back(story: Story, before: Iterable[Stood], *, by: User) -> None:
    """Take a move back. Doing it twice is harmless."""
    known = set(story.volumes.values_list("pk", flat=True))
    there = [Stood(row.part, row.index, row.volume if row.volume in known else None) for row in before]
    _arrange(story, (), by, lambda order: arrangement.put_back(order, there))


def step_volume(volume: Volume, *, step: int, by: User) -> None:
    """A volume with all its parts one up (-1) or down (+1)."""
    _arrange(volume.story, (), by, lambda order: arrangement.volume_stepped(order, volume.pk, step))


@transaction.atomic
def _arrange(story: Story, ids: Iterable[int], by: User, change: Change) -> list[Stood]:
    story = Story.objects.locked().get(pk=story.pk)
    rules.must_publish(by, story)
    rules.must_be_kept(story)
    rows = list(story.parts.only("pk", "story", "position", "volume", "binned_at").in_order())
    order = [Place(row.pk, row.volume_id, row.binned_at is not None) for row in rows]
    before = arrangement.stood(order, set(ids))
    if set(ids) - {item.part for item in before}:
        raise Refused("One of these parts is not in the story any more. Nothing was changed.", code="conflict")
    made = change(order)
    _write(story, rows, made)
    return before


def _write(story: Story, rows: Sequence[Part], made: Sequence[Place]) -> None:
    """Most moves shift many parts by one and few by more, so rows are written by how far they go."""
    by_id = {row.pk: row for row in rows}
    shifts: dict[int, list[int]] = {}
    volumes: dict[int | None, list[int]] = {}
    for position, place in enumerate(made, start=1):
        row = by_id[place.part]
        if row.position != position:
            shifts.setdefault(position - row.position, []).append(row.pk)
        if row.volume_id != place.volume:
            volumes.setdefault(place.volume, []).append(row.pk)
    for shift, ids in shifts.items():
        Part.objects.filter(pk__in=ids).update(position=F("position") + shift)
    for volume, ids in volumes.items():
        Part.objects.filter(pk__in=ids).update(volume=volume)
    _write_volumes(story, made)
    if shifts or volumes:
        announce(PartsReordered(story_id=story.pk))


def _write_volumes(story: Story, made: Sequence[Place]) -> None:
    known = list(story.volumes.order_by("position", "pk"))
    order = {pk: at for at, pk in enumerate(arrangement.volumes_in_order(made, [row.pk for row in known]), start=1)}
    for row in known:
        if row.position != order[row.pk]:
            Volume.objects.filter(pk=row.pk).update(position=order[row.pk])
