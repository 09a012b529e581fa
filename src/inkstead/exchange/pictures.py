"""Pictures that came with a text get their place and their address when the text gets its story."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from inkstead.lib.prose import Prose
from inkstead.lib.prose.manuscript import ARRIVING_IMAGE
from inkstead.stories.actions import NewPart
from inkstead.stories.images import keep_images
from inkstead.stories.models import Story


def with_images(story: Story, parts: Sequence[NewPart], images: Mapping[str, bytes]) -> list[NewPart]:
    """The parts with addresses at which readers of the story find the pictures. Harmless to repeat."""
    named = {word for part in parts for word in ARRIVING_IMAGE.findall(part.prose.html)}
    addresses = keep_images(story.pk, {word: images[word] for word in sorted(named) if word in images})
    return [replace(part, prose=_addressed(part.prose, addresses)) for part in parts] if addresses else list(parts)


def _addressed(prose: Prose, addresses: Mapping[str, str]) -> Prose:
    def address(found: re.Match[str]) -> str:
        return addresses.get(found[1], found[0])

    blocks = tuple(replace(block, html=ARRIVING_IMAGE.sub(address, block.html)) for block in prose.blocks)
    return replace(prose, blocks=blocks, html=ARRIVING_IMAGE.sub(address, prose.html))
