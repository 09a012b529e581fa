"""What those who work on a story see of its tellings, drafts too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inkstead.perspectives.finding import blocks_of, sides_of
from inkstead.perspectives.models import Audience, Echo, LinkSaid, Meant, Retelling, Scene, SharedLine
from inkstead.stories.models import Part, Story

DIFFERS = {
    "spelling": "spelt differently",
    "punctuation": "punctuated differently",
    "wording": "worded differently",
    "speaker": "said by somebody else",
    "order": "told in another order",
    "missing": "told by one only",
}


@dataclass(frozen=True, slots=True)
class Difference:
    line: SharedLine
    says: str
    is_meant: bool


@dataclass(frozen=True, slots=True)
class Linked:
    told: Retelling
    shared: int
    differences: Sequence[Difference]

    @property
    def open(self) -> int:
        return sum(not one.is_meant for one in self.differences)


@dataclass(frozen=True, slots=True)
class Desk:
    scenes: Sequence[Scene]  # in order
    links: Sequence[Linked]
    refused: Sequence[LinkSaid]
    echoes: Sequence[Echo]

    @property
    def open(self) -> int:
        return sum(link.open for link in self.links)


def writers_scenes(story: Story) -> list[Scene]:
    rows = Scene.objects.filter(survey__story=story, survey__audience=Audience.WRITERS)
    return list(rows.select_related("part").order_by("part__position", "part", "first"))


def desk_of(story: Story) -> Desk:
    """In eight queries, whatever the story's length."""
    scenes = writers_scenes(story)
    order = {scene.pk: (at, scene) for at, scene in enumerate(scenes)}
    rows = Retelling.objects.filter(survey__story=story, survey__audience=Audience.WRITERS).prefetch_related("lines")
    meant = _meant(story)
    links = []
    for told in sorted(rows, key=lambda row: (order[row.one_id][0], order[row.other_id][0])):
        told.one, told.other = order[told.one_id][1], order[told.other_id][1]
        links.append(_linked(told, meant))
    echoes = list(Echo.objects.filter(survey__story=story, survey__audience=Audience.WRITERS))
    for echo in echoes:
        echo.scene, echo.of_scene = order[echo.scene_id][1], order[echo.of_scene_id][1]
    refused = LinkSaid.objects.filter(story=story, accepted=False).select_related("one_part", "other_part")
    return Desk(scenes, links, list(refused.order_by("-at")), sorted(echoes, key=lambda one: order[one.scene_id][0]))


def _meant(story: Story) -> set[tuple[object, ...]]:
    fields = ("one_part", "one_block", "one_words", "other_part", "other_block", "other_words")
    return set(Meant.objects.filter(story=story).values_list(*fields))


def _linked(told: Retelling, meant: set[tuple[object, ...]]) -> Linked:
    lines = sorted(told.lines.all(), key=lambda line: line.place)
    for line in lines:
        line.retelling = told
    differences = [
        Difference(line, DIFFERS.get(line.difference, ""), _is_meant(line, meant)) for line in lines if line.difference
    ]
    return Linked(told, len(lines), differences)


def _is_meant(line: SharedLine, meant: set[tuple[object, ...]]) -> bool:
    one, other = sides_of(line)
    return (*one, *other) in meant or (*other, *one) in meant  # parts may have changed their order since


def parts_numbered(scenes: Sequence[Scene]) -> dict[int, tuple[int, Part]]:
    found: dict[int, tuple[int, Part]] = {}
    for scene in scenes:
        found.setdefault(scene.part_id, (len(found) + 1, scene.part))
    return found


def scene_with(story: Story, part: int, block: str) -> Scene | None:
    """The scene of the newest texts that holds this block."""
    rows = Scene.objects.filter(survey__story=story, survey__audience=Audience.WRITERS, part=part)
    scenes = rows.select_related("survey", "part").order_by("first")
    return next((scene for scene in scenes if block in blocks_of(scene)), None)
