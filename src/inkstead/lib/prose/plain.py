"""Plain text into HTML: paragraphs, scene breaks, and the lines that somebody's editor broke."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from inkstead.lib.prose.limits import tidy_characters
from inkstead.lib.prose.markup import escape
from inkstead.lib.prose.ornaments import is_scene_break

# A text of at least this many lines and no blank one has a paragraph in every line.
MANY_LINES = 4
WRAPPED = range(45, 101)
# Of the lines that were broken by a machine, nearly all are so long that the next word did not fit in.
FULL_LINES = 0.8
INDENTED = re.compile(r"(?:\t| {2,}|\u3000|\u2003)")
# Underscores stand for italics in plain books. Stars are left alone: they are also notes, swearing and sums.
EMPHASIS = re.compile(r"(?<![\w_])_(?=[^\s_])([^_]*[^\s_])_(?![\w_])")
PARAGRAPH_SEPARATORS = re.compile("\n?\u2029\n?")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines without a blank one between them, and how many blank ones come before."""

    gap: int
    lines: list[str]


def text_to_html(text: str) -> str:
    chunks = read_chunks(text)
    long_gaps = long_gaps_divide(chunks)
    pieces: list[str] = []
    for chunk in chunks:
        if long_gaps and chunk.gap > 1 and pieces:
            pieces.append("<hr>")
        pieces.extend(chunk_to_html(chunk.lines))
    return "\n".join(pieces)


def read_chunks(text: str) -> list[Chunk]:
    lines = PARAGRAPH_SEPARATORS.sub("\n\n", tidy_characters(text)).replace("\u2028", "\n").split("\n")
    chunks = list(_divided_at_blank_lines(lines))
    if len(chunks) == 1 and len(chunks[0].lines) >= MANY_LINES:
        return [Chunk(1, part) for part in _without_blank_lines(chunks[0].lines)]
    return chunks


def long_gaps_divide(chunks: list[Chunk]) -> bool:
    """Two blank lines mean something only where one blank line is the usual gap."""
    single = sum(chunk.gap == 1 for chunk in chunks[1:])
    return single > 0 and sum(chunk.gap > 1 for chunk in chunks[1:]) <= 2 * single


def chunk_to_html(lines: list[str]) -> Iterator[str]:
    """Paragraphs, with a scene break wherever one is spelled on a line of its own."""
    run: list[str] = []
    for line in lines:
        if is_scene_break(line):
            yield from _paragraphs(run)
            yield "<hr>"
            run = []
        else:
            run.append(line)
    yield from _paragraphs(run)


def _divided_at_blank_lines(lines: Iterable[str]) -> Iterator[Chunk]:
    gap, run = 0, list[str]()
    for line in lines:
        if line.strip():
            run.append(line)
            continue
        if run:
            yield Chunk(gap, run)
            gap, run = 0, []
        gap += 1
    if run:
        yield Chunk(gap, run)


def _without_blank_lines(lines: list[str]) -> list[list[str]]:
    """Old books indent the first line of a paragraph instead; everybody else writes one paragraph a line."""
    if looks_wrapped(lines):
        return [lines]
    starts = [at for at, line in enumerate(lines) if INDENTED.match(line)]
    if starts and len(starts) <= len(lines) // 2:
        edges = [0, *[at for at in starts if at], len(lines)]
        parts = [lines[start:end] for start, end in pairwise(edges)]
        if all(looks_wrapped(part) or len(part) <= 2 for part in parts):
            return parts
    return [[line] for line in lines]


def looks_wrapped(lines: list[str]) -> bool:
    """The lines were broken by a machine at some width, not by the writer."""
    if len(lines) < 2 or not all(len(line.rstrip()) in WRAPPED for line in lines[:-1]):
        return False
    width = max(len(line.rstrip()) for line in lines)
    full = sum(len(line.rstrip()) + 1 + len(after.split(None, 1)[0]) > width for line, after in pairwise(lines))
    return width <= WRAPPED.stop and full >= FULL_LINES * (len(lines) - 1)


def _paragraphs(lines: list[str]) -> Iterator[str]:
    if not lines:
        return
    stripped = [escape(line.strip()) for line in lines]
    words = "\n".join(stripped) if looks_wrapped(lines) else "<br>".join(stripped)
    if "_" in words:
        words = EMPHASIS.sub(r"<em>\1</em>", words)
    yield f"<p>{words}</p>"
