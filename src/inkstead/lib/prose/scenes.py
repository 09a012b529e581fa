"""A part's scenes: what stands between its scene breaks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inkstead.lib.prose.blocks import Block
from inkstead.lib.prose.words import count_words


@dataclass(frozen=True, slots=True)
class Scene:
    """Scenes and blocks are counted from 1. A scene break belongs to no scene."""

    index: int
    first: int
    last: int
    paragraphs: int
    words: int
    first_id: str
    last_id: str


def split_scenes(blocks: Sequence[Block]) -> list[Scene]:
    return [_scene(index, start, run) for index, (start, run) in enumerate(_runs(blocks), start=1)]


def _runs(blocks: Sequence[Block]) -> Iterator[tuple[int, list[Block]]]:
    """Breaks at the ends or one after the other leave no empty scene behind."""
    run: list[Block] = []
    for number, block in enumerate(blocks, start=1):
        if block.kind != "scene-break":
            run.append(block)
        elif run:
            yield number - len(run), run
            run = []
    if run:
        yield len(blocks) - len(run) + 1, run


def _scene(index: int, start: int, run: list[Block]) -> Scene:
    return Scene(
        index=index,
        first=start,
        last=start + len(run) - 1,
        paragraphs=sum(block.kind == "paragraph" for block in run),
        words=sum(count_words(block.text) for block in run),
        first_id=run[0].id,
        last_id=run[-1].id,
    )
