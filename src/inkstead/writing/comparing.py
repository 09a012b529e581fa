"""Two versions of a part, place by place, and one text made of both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from django.utils.safestring import SafeString, mark_safe

from inkstead.lib.prose import Block, join_blocks, split_blocks
from inkstead.lib.prose.differences import Marker, Row, align
from inkstead.lib.prose.identity import new_id
from inkstead.stories.models import Part, Revision
from inkstead.writing.queries.sittings import FIELDS

Side = Literal["before", "after", "both"]
# So many alike blocks are shown around a difference.
AROUND = 1
NOTHING = SafeString("")


@dataclass(frozen=True, slots=True)
class Place:
    """A place where the versions differ, or one that shows where we are, or so many that are left out."""

    name: str = ""
    before: SafeString = NOTHING
    after: SafeString = NOTHING
    differs: bool = False
    chosen: Side = "before"
    left_out: int = 0

    @property
    def is_pair(self) -> bool:
        return bool(self.before and self.after)


@dataclass(frozen=True, slots=True)
class Told:
    """The title or a note, where the versions say different things."""

    name: str
    label: str
    before: str
    after: str
    chosen: Side


def told_apart(stands: Mapping[str, str], aside: Revision, chosen: Mapping[str, str]) -> list[Told]:
    """What only the version beside the line changed is chosen from there; what both changed stays as it stands."""
    found = []
    for name, value in aside.fields.items():
        if name not in FIELDS or stands[name] == value:
            continue
        only_there = name in aside.was and _flat(aside.was[name]) == _flat(stands[name])
        wanted = _side(chosen.get(f"field-{name}", "")) or ("after" if only_there else "before")
        found.append(Told(name, FIELDS[name], stands[name], value, wanted))
    return found


def _flat(text: str) -> str:
    return " ".join(text.split())


def places(before: str, after: str, common: str | None = None, chosen: Mapping[str, str] | None = None) -> list[Place]:
    """What a page shows of two texts. `common` is what both were written from: it says who changed what."""
    marker = Marker()
    rows = align(split_blocks(before), split_blocks(after))
    ancestor, moved = _by_id(common), _moved(rows)
    found = []
    for row in rows:
        place = _place(row, marker)
        if place.differs:
            wanted = (chosen or {}).get(place.name, "")
            place = replace(place, chosen=_side(wanted) or _sensible(row, ancestor, moved))
        found.append(place)
    return list(_folded(found))


def combined(before: str, after: str, common: str | None, chosen: Mapping[str, str]) -> str:
    """One text, as it was chosen at each place; where nothing was chosen, so that nothing anybody wrote is lost."""
    rows = align(split_blocks(before), split_blocks(after))
    ancestor, moved = _by_id(common), _moved(rows)
    blocks: list[Block] = []
    for row in rows:
        side = "both" if row.is_same else _side(chosen.get(_name(row), "")) or _sensible(row, ancestor, moved)
        blocks += _taken(row, side)
    return join_blocks(_named_apart(blocks))


def common_text(part: Part, aside: Revision) -> str | None:
    """The last revision on the line that what stands aside was written from."""
    follows = dict(part.revisions.filter(number__lte=aside.number).values_list("number", "follows"))
    asides = set(part.revisions.filter(aside=True).values_list("number", flat=True))
    number = aside.follows
    while number in asides:
        number = follows.get(number)
    found = part.revisions.filter(number=number).first() if number else None
    return found.html if found else None


def _by_id(html: str | None) -> dict[str, str] | None:
    return None if html is None else {block.id: block.html for block in split_blocks(html)}


def _place(row: Row, marker: Marker) -> Place:
    if row.is_same:
        assert row.after is not None
        html = _shown(Marker().mark(Row(row.after, row.after))[1])
        return Place(before=html, after=html)
    before, after = marker.mark(row)
    return Place(_name(row), _shown(before), _shown(after), differs=True)


def _shown(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308 - blocks as they were cleaned when they were saved, with marks around words


def _name(row: Row) -> str:
    """The same in the form that comes back, also when one side was saved again meanwhile."""
    if row.before is not None and row.after is not None:
        return f"pair-{row.before.id}"
    return f"before-{row.before.id}" if row.before is not None else f"after-{row.after.id if row.after else ''}"


def _side(word: str) -> Side | None:
    match word:
        case "before" | "after" | "both":
            return word
    return None


def _moved(rows: Sequence[Row]) -> dict[str, str]:
    """Blocks that both have, at different places, as they read before."""
    old = {row.before.id: row.before.html for row in rows if row.before is not None and row.after is None}
    new = {row.after.id for row in rows if row.after is not None and row.before is None}
    return {name: html for name, html in old.items() if name in new}


def _sensible(row: Row, ancestor: Mapping[str, str] | None, moved: Mapping[str, str]) -> Side:
    """The side that changed something; what both changed is kept from both. What moved stays where it stands now."""
    name = row.before.id if row.before else row.after.id if row.after else ""
    if name in moved and (row.before is None or row.after is None):
        return "before" if row.after is None or row.after.html == moved[name] else "after"
    if ancestor is None:
        return "both"
    old = row.before.html if row.before else None
    new = row.after.html if row.after else None
    known = ancestor.get(name)
    if new == known:
        return "before"
    if old == known:
        return "after"
    # One took away what the other wrote on: the words stay.
    return "before" if new is None else "after" if old is None else "both"


def _taken(row: Row, side: str) -> list[Block]:
    if row.is_same or side == "after":
        return [row.after] if row.after else []
    if side == "before":
        return [row.before] if row.before else []
    return [block for block in (row.before, row.after) if block is not None]


def _named_apart(blocks: Iterable[Block]) -> Iterator[Block]:
    seen: set[str] = set()
    for block in blocks:
        name = block.id
        while name in seen:
            name = new_id()
        seen.add(name)
        yield block.named(name)


def _folded(found: Sequence[Place]) -> Iterator[Place]:
    near = {at + step for at, place in enumerate(found) if place.differs for step in range(-AROUND, AROUND + 1)}
    left_out = 0
    for at, place in enumerate(found):
        if at in near or place.differs:
            if left_out:
                yield Place(left_out=left_out)
            left_out = 0
            yield place
        else:
            left_out += 1
    if left_out:
        yield Place(left_out=left_out)
