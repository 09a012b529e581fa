"""Two tellings of one moment, side by side: what both say stands level."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

from inkstead.lib.prose import Block, join_blocks, split_blocks
from inkstead.perspectives.models import Audience, Retelling, Scene, SharedLine
from inkstead.perspectives.queries.whose import audience_for, parts_told_to
from inkstead.perspectives.remarks import remarks_on
from inkstead.stories.models import Part, Story

if TYPE_CHECKING:
    from inkstead.stories.models.people import Reader


@dataclass(frozen=True, slots=True)
class Side:
    name: str  # "one" or "other"
    part: Part
    block: str
    narrator: str
    url: str


@dataclass(frozen=True, slots=True)
class Level:
    """A stretch of both tellings. With a shared line it is one paragraph each; elsewhere either may be empty."""

    one: SafeString
    other: SafeString
    one_block: str
    other_block: str
    one_remarks: SafeString
    other_remarks: SafeString

    @property
    def is_shared(self) -> bool:
        return bool(self.one_block)


@dataclass(frozen=True, slots=True)
class Sides:
    retelling: int
    one: Side
    other: Side
    levels: Sequence[Level]

    @property
    def first_shared(self) -> str:
        """Where both begin to tell the same."""
        return next((level.one_block for level in self.levels if level.is_shared), "")


def sides_for(reader: Reader, story: Story, retelling_id: int) -> Sides | None:
    """None when there is no such retelling among what this reader is told of; for None: what everybody is told of."""
    parts = parts_told_to(reader, story)
    by_id = {part.pk: part for part in parts}
    told = Retelling.objects.filter(
        pk=retelling_id,
        survey__story=story,
        survey__audience__in={Audience.EVERYBODY, audience_for(parts)},
    )
    found = told.select_related("one__part__live", "other__part__live").first()
    if found is None or not {found.one.part_id, found.other.part_id} <= by_id.keys():
        return None
    one, other = _blocks(found.one), _blocks(found.other)
    cuts = list(_cuts(one, other, found.lines.order_by("place")))
    said = remarks_on(_paragraphs(found, one, other, cuts), reader)
    return Sides(
        found.pk,
        _side("one", found.one, by_id),
        _side("other", found.other, by_id),
        list(_levels(found, one, other, cuts, said)),
    )


def _side(name: str, scene: Scene, parts: dict[int, Part]) -> Side:
    part = parts[scene.part_id]
    return Side(name, part, scene.block, scene.narrator, f"{part.get_absolute_url()}#{scene.block}")


def _blocks(scene: Scene) -> list[Block]:
    """As they stand today; what was found may be a moment older."""
    assert scene.part.live is not None
    return blocks_between(split_blocks(scene.part.live.html), scene)


def blocks_between(blocks: Sequence[Block], scene: Scene) -> list[Block]:
    ids = [block.id for block in blocks]
    if scene.block in ids and scene.last_block in ids:
        return list(blocks[ids.index(scene.block) : ids.index(scene.last_block) + 1])
    return list(blocks[scene.first - 1 : scene.last])


def _cuts(one: Sequence[Block], other: Sequence[Block], lines: Iterable[SharedLine]) -> Iterable[tuple[int, int]]:
    """Places of paragraphs that share a line, going forward in both."""
    left = {block.id: at for at, block in enumerate(one)}
    right = {block.id: at for at, block in enumerate(other)}
    last = (-1, -1)
    for line in lines:
        here = left.get(line.one_block, -1), right.get(line.other_block, -1)
        if line.one_text and line.other_text and here[0] > last[0] and here[1] > last[1]:
            yield here
            last = here


def _paragraphs(
    told: Retelling, one: Sequence[Block], other: Sequence[Block], cuts: Sequence[tuple[int, int]]
) -> list[tuple[int, str]]:
    left = [(told.one.part_id, one[at].id) for at, _ in cuts]
    return left + [(told.other.part_id, other[at].id) for _, at in cuts]


def _levels(
    told: Retelling,
    one: Sequence[Block],
    other: Sequence[Block],
    cuts: Sequence[tuple[int, int]],
    said: dict[tuple[int, str], SafeString],
) -> Iterable[Level]:
    nothing = SafeString("")
    a, b = 0, 0
    for left, right in [*cuts, (len(one), len(other))]:
        if left > a or right > b:
            yield Level(_html("one", one[a:left]), _html("other", other[b:right]), "", "", nothing, nothing)
        if left < len(one) and right < len(other):
            yield Level(
                _html("one", one[left : left + 1]),
                _html("other", other[right : right + 1]),
                one[left].id,
                other[right].id,
                said.get((told.one.part_id, one[left].id), nothing),
                said.get((told.other.part_id, other[right].id), nothing),
            )
        a, b = left + 1, right + 1


def _html(side: str, blocks: Sequence[Block]) -> SafeString:
    """Both sides may be of one part, or of parts whose blocks have the same ids."""
    return mark_safe(join_blocks(block.named(f"{side}-{block.id}") for block in blocks))  # noqa: S308 - cleaned
