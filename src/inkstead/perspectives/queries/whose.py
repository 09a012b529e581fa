"""Which of a story's surveys somebody may look into, and which parts they are told of."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from inkstead.perspectives.models import Audience, Scene
from inkstead.stories.models import Part, Story, Visibility

if TYPE_CHECKING:
    from inkstead.stories.models.people import Reader


def audience_for(parts: list[Part]) -> str:
    """By the parts that somebody is told of: who reads what only followers have may know what follows from it."""
    followers_only = any(part.visibility == Visibility.FOLLOWERS for part in parts)
    return Audience.FOLLOWERS if followers_only else Audience.EVERYBODY


def parts_told_to(reader: Reader, story: Story) -> list[Part]:
    """In order; for None what a page for everybody may name."""
    rows = story.parts.told() if reader is None else story.parts.told_to(reader)
    return list(rows.in_order())


def scenes_for(story: Story, parts: list[Part]) -> list[Scene]:
    """In the order of the story, from those parts only, each with its part."""
    by_id = {part.pk: (at, part) for at, part in enumerate(parts)}
    rows = Scene.objects.filter(survey__story=story, survey__audience=audience_for(parts))
    named = [scene for scene in rows if scene.part_id in by_id]
    scenes = sorted(named, key=lambda scene: (by_id[scene.part_id][0], scene.first))
    for scene in scenes:
        scene.part = by_id[scene.part_id][1]
    return scenes


def scenes_told(story: int, parts: Collection[int]) -> list[Scene]:
    """What everybody may know of who tells these parts, in order and without the reasons, in one query."""
    rows = Scene.objects.filter(survey__story=story, survey__audience=Audience.EVERYBODY)
    in_order = rows.order_by("part__position", "part", "first").only("part", "narrator", "present")
    return [scene for scene in in_order if scene.part_id in parts]
