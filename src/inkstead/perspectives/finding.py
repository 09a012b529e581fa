"""The same scene as others know it, and what identifies words."""

from __future__ import annotations

from hashlib import blake2b

from inkstead.lib.prose import split_blocks
from inkstead.perspectives.models import Audience, Scene, SharedLine
from inkstead.stories.models import Part


def words_digest(text: str) -> str:
    """Of the words of a line as they stand; spaces around them do not count."""
    return blake2b(" ".join(text.split()).encode(), digest_size=16).hexdigest()


def blocks_of(scene: Scene) -> list[str]:
    """The ids of a scene's blocks today, in the text that its survey is about."""
    part = Part.objects.select_related("head", "live").get(pk=scene.part_id)
    revision = part.head if scene.survey.audience == Audience.WRITERS else part.live
    ids = [block.id for block in split_blocks(revision.html)] if revision is not None else []
    if scene.block in ids and scene.last_block in ids:
        return ids[ids.index(scene.block) : ids.index(scene.last_block) + 1]
    return [scene.block]


def sides_of(line: SharedLine) -> tuple[tuple[int, str, str], tuple[int, str, str]]:
    """Part, block and words of a line in both tellings. What one leaves out stands at no block."""
    told = line.retelling
    return (
        (told.one.part_id, line.one_block if line.one_text else "", words_digest(line.one_text)),
        (told.other.part_id, line.other_block if line.other_text else "", words_digest(line.other_text)),
    )
