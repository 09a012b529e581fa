"""Where one scene ends and the next begins: at scene breaks, and where a label says that somebody else goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inkstead.lib.prose.blocks import Block
from inkstead.lib.prose.scenes import split_scenes
from inkstead.perspectives.analysis.labels import (
    LONGEST_LABEL,
    Label,
    read_bare_name,
    read_label,
    split_initials,
    split_name,
)

HEAD_LINES = 3
"""Blocks at the head of a scene among which a label is looked for: a date may stand before it."""
NOTE = re.compile(r"[\s*†‡(\[]*(?:note|see|cf|n\.b)\b", re.IGNORECASE)
DATE = re.compile(r"[^\n]{0,60}\d[^\n]{0,30}$")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Blocks `first` to `last`, counted from 1; `label_block` is 0 without a label."""

    first: int
    last: int
    label: Label | None
    label_block: int


def divide(blocks: Sequence[Block]) -> list[Stretch]:
    names = _Names(blocks)
    return [stretch for scene in split_scenes(blocks) for stretch in _at_labels(blocks, scene.first, scene.last, names)]


class _Names:
    """Whether a word is somebody's name here: it stands with a capital inside of a sentence, or labels twice."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.known: dict[str, bool] = {}

    def knows(self, name: str) -> bool:
        if name not in self.known:
            self.known[name] = self._look_for(name)
        return self.known[name]

    def _look_for(self, name: str) -> bool:
        word = re.escape(name if split_initials(name) == split_name(name) else split_name(name)[-1])
        inside = re.compile(rf"(?<=[\w,;] ){word}\b|[\"“‘«]{word}[,.!?]|^{word} [a-z]|\b{word}[’']s\b", re.MULTILINE)
        return any(inside.search(block.text) for block in self.blocks if len(block.text) > len(name) + 4)


def _at_labels(blocks: Sequence[Block], first: int, last: int, names: _Names) -> Iterator[Stretch]:
    start, label, label_block = first, None, 0
    for number in range(first, last + 1):
        found = _label_of(blocks[number - 1], names)
        if found is None or (found.kind == "name" and number == last and number > first):
            continue  # nothing follows: a letter is signed, a name is called out
        if label is None and number - start < HEAD_LINES and _is_head(blocks[start - 1 : number - 1]):
            label, label_block = found, number
        elif label is not None and number == label_block + 1 and "\n" not in blocks[label_block - 1].text:
            # Two labels in a row, the chapter's name and who tells it: the surer one counts.
            if label.kind == "name" and found.kind != "name":
                label, label_block = found, number
        else:
            yield Stretch(start, number - 1, label, label_block)
            start, label, label_block = number, found, number
    yield Stretch(start, last, label, label_block)


def _is_head(before: Sequence[Block]) -> bool:
    return all(block.kind == "heading" or len(block.text) < 60 or DATE.match(block.text) for block in before)


def _label_of(block: Block, names: _Names) -> Label | None:
    if block.kind in ("image", "scene-break", "verbatim"):
        return None
    line = block.text.partition("\n")[0].strip()
    if not line or len(line) > LONGEST_LABEL:
        return None
    if block.kind == "paragraph" and ("\n" in block.text or line[-1] in "!?…,"):
        return None
    found = read_label(line)
    if found is not None and found.kind == "document" and block.kind == "paragraph":
        return None
    if found is not None and (block.kind != "paragraph" or _stands_as_label(line)):
        return found
    bare = read_bare_name(line)
    if bare is None or block.kind == "quotation" or (block.kind == "paragraph" and line[-1] == "."):
        return None
    return bare if (block.kind == "heading" or len(line) <= 30) and names.knows(bare.name) else None


def _stands_as_label(line: str) -> bool:
    """A paragraph that could be a sentence of the story is none."""
    return line[:1] not in '"“‘«„—' and line.count(". ") < 3 and not NOTE.match(line)
