"""A whole file as a run of pieces, whatever it was written in: what a book is divided from."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from inkstead.lib.prose import elements
from inkstead.lib.prose.blocks import Block, split_blocks, text_of
from inkstead.lib.prose.headings import read_heading
from inkstead.lib.prose.left_out import LeftOut
from inkstead.lib.prose.markup import escape
from inkstead.lib.prose.normalise import normalise
from inkstead.lib.prose.plain import Chunk, chunk_to_html, long_gaps_divide

SCENE_BREAK = "<hr>"
# Headings of plain text have no level of their own: one for what divides a book, one for what stands within.
DIVIDING, WITHIN = 3, 4
LONGEST_CAPITALS = 80


class Piece(NamedTuple):
    html: str
    text: str
    level: int = 0
    """Of a heading, as written; 0 for everything else."""

    @property
    def is_break(self) -> bool:
        return self.html.startswith("<hr")

    @property
    def words(self) -> int:
        return 0 if self.is_break else len(self.text.split())


def pieces_of_html(html: str, *, keep_spaces: bool, left_out: LeftOut | None = None) -> list[Piece]:
    """Not safe to show yet: the parts made from these are cleaned one by one."""
    written = normalise(html, keep_spaces=keep_spaces, headings=elements.WRITTEN_HEADINGS, left_out=left_out)
    return [_piece(block) for block in split_blocks(written)]


def _piece(block: Block) -> Piece:
    return Piece(block.html, block.text, int(block.html[2]) if block.kind == "heading" else 0)


def pieces_of_text(chunks: Sequence[Chunk]) -> list[Piece]:
    pieces: list[Piece] = []
    long_gaps = long_gaps_divide(list(chunks))
    for chunk in chunks:
        fresh = list(_pieces_of_chunk(chunk))
        if long_gaps and chunk.gap > 1 and pieces and not pieces[-1].level and not fresh[0].level:
            pieces.append(Piece(SCENE_BREAK, ""))
        pieces.extend(fresh)
    return pieces


def _pieces_of_chunk(chunk: Chunk) -> Iterator[Piece]:
    lines = [line.strip() for line in chunk.lines[:2]]
    level = _level(lines[0], chunk.gap) if len(chunk.lines) <= 2 else 0
    if level == DIVIDING and len(lines) == 2 and len(lines[1]) <= LONGEST_CAPITALS:
        yield _heading(lines[0], level)
        yield _heading(lines[1], WITHIN)
    elif level and len(lines) == 1:
        yield _heading(lines[0], level)
    else:
        for html in chunk_to_html(chunk.lines):
            yield Piece(html, "" if html == SCENE_BREAK else text_of(html))


def _level(line: str, gap: int) -> int:
    nature = read_heading(line).nature
    if nature in {"chapter", "division", "standalone", "contents"}:
        return DIVIDING
    capitals = gap > 1 and len(line) <= LONGEST_CAPITALS and line.isupper() and sum(map(str.isalpha, line)) > 2
    return WITHIN if capitals or nature == "numeral" else 0


def _heading(line: str, level: int) -> Piece:
    return Piece(f"<h{level}>{escape(line)}</h{level}>", line, level)
