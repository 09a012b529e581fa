"""All moments of a story that are told more than once, and the scenes of one who tells, as readers may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from inkstead.lib.prose import join_blocks, split_blocks
from inkstead.perspectives.models import Retelling, Scene
from inkstead.perspectives.queries.sides import blocks_between
from inkstead.perspectives.queries.whose import audience_for
from inkstead.stories.models import Part, Revision, Story

PAGE_WORDS = 8_000  # of a page that reads through one narrator


@dataclass(frozen=True, slots=True)
class Link:
    """Two scenes of one moment."""

    url: str
    one: Scene
    other: Scene
    shared: int  # lines


@dataclass(frozen=True, slots=True)
class Passage:
    """A scene to be read out of its place."""

    scene: Scene
    starts_part: bool
    html: SafeString


def links_for(story: Story, parts: Sequence[Part]) -> list[Link]:
    """In the order in which a reader comes to the second of the two."""
    by_id = {part.pk: (at, part) for at, part in enumerate(parts)}
    told = Retelling.objects.filter(survey__story=story, survey__audience=audience_for(list(parts)))
    found = []
    for row in told.select_related("one", "other").prefetch_related("lines"):
        if not {row.one.part_id, row.other.part_id} <= by_id.keys():
            continue
        for scene in (row.one, row.other):
            scene.part = by_id[scene.part_id][1]
        shared = sum(bool(line.one_text and line.other_text) for line in row.lines.all())
        found.append(Link(f"/story/{story.pk}/tellings/{row.pk}/", row.one, row.other, shared))
    order = {scene.pk: (by_id[scene.part_id][0], scene.first) for link in found for scene in (link.one, link.other)}
    return sorted(found, key=lambda link: (order[link.other.pk], order[link.one.pk]))


def pages_of(scenes: Sequence[Scene]) -> list[list[Scene]]:
    """Whole scenes, as many as make a good sitting."""
    pages: list[list[Scene]] = [[]]
    words = 0
    for scene in scenes:
        if pages[-1] and words + scene.words > PAGE_WORDS:
            pages.append([])
            words = 0
        pages[-1].append(scene)
        words += scene.words
    return pages


def passages(scenes: Sequence[Scene]) -> list[Passage]:
    """With the text of each, in one query for all."""
    ids = {scene.part.live_id or 0 for scene in scenes}
    texts = {row.pk: split_blocks(row.html) for row in Revision.objects.filter(pk__in=ids)}
    found, before = [], 0
    for scene in scenes:
        blocks = blocks_between(texts.get(scene.part.live_id or 0, []), scene)
        html = mark_safe(join_blocks(block.named(f"s{scene.pk}-{block.id}") for block in blocks))  # noqa: S308
        found.append(Passage(scene, scene.part_id != before, html))
        before = scene.part_id
    return found
