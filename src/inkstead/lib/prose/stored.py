"""Reading a text that was cleaned when it was saved. Never for anything that comes from outside."""

import re
from collections.abc import Iterable

from inkstead.lib.prose.blocks import plain_text, split_blocks
from inkstead.lib.prose.formats import Prose
from inkstead.lib.prose.scenes import split_scenes

# Only whole blocks have an id and stand at the beginning of a line: in texts and attributes every "<" is written &lt;.
START = re.compile(r'^<[a-z0-9]+ id="(b-[0-9a-z]{8})"', re.MULTILINE)


def stored_prose(html: str) -> Prose:
    blocks = tuple(split_blocks(html))
    scenes = tuple(split_scenes(blocks))
    return Prose(blocks, html, plain_text(blocks), sum(scene.words for scene in scenes), scenes)


def stored_elements(html: str) -> dict[str, str]:
    """Each block's element by its id, in order, much quicker than by looking into them."""
    starts = [(match.start(), match[1]) for match in START.finditer(html)]
    ends = [start - 1 for start, _ in starts[1:]] + [len(html)]
    return {name: html[start:end] for (start, name), end in zip(starts, ends, strict=True)}


def scenes_in(elements: Iterable[str]) -> int:
    scenes, inside = 0, False
    for element in elements:
        is_break = element.startswith("<hr")
        scenes += not is_break and not inside
        inside = not is_break
    return scenes
