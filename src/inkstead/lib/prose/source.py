"""A part's text as it is put into a text area: a form of it that comes back as exactly what is stored."""

from __future__ import annotations

import re
from dataclasses import dataclass

from inkstead.lib.prose import Block, read_prose, split_blocks
from inkstead.lib.prose.limits import check_length, check_part
from inkstead.lib.prose.markdown import Inexpressible, markdown_of
from inkstead.lib.refusals import Refused

IDS = re.compile(r'(<[a-z0-9]+) id="[^"]*"')


@dataclass(frozen=True, slots=True)
class Source:
    text: str
    format: str


def source_of(html: str) -> Source:
    """Markdown where it is lossless; where something would get lost on the way back, the HTML itself.

    Whether it comes back is tried, and trying costs as much as saving; but most paragraphs are words that Markdown says
    nothing about, and those need no trial.
    """
    blocks = split_blocks(html)
    plain = [_words_of(block) for block in blocks]
    doubtful = _with_neighbours(plain)
    stored = "\n".join(blocks[at].html for at in doubtful)
    for escape_every in (False, True):
        try:
            lines = [plain[at] or markdown_of([block], escape_every=escape_every) for at, block in enumerate(blocks)]
        except Inexpressible:
            break
        text = "\n\n".join(lines)
        if _is_allowed(text) and _reads_back("\n\n".join(lines[at] for at in doubtful), stored):
            return Source(text, "markdown")
    return Source("\n\n".join(without_ids(block.html) for block in blocks), "html")


# One line of words and the commonest stops, which begins with a letter or a quotation mark and is too long to be an
# ornament: in no place does Markdown make anything else of it than this paragraph.
PLAIN = re.compile(r"""<p(?: id="[^"]*")?>((?=[^\W\d_]|["“„‘«])(?:[^\W_]| (?! )|[-.,;:!?()'"“”„‘’«»…–—])+(?<! ))</p>""")
SHORTEST = 30


def _words_of(block: Block) -> str:
    """What such a paragraph says; empty for every other block."""
    found = PLAIN.fullmatch(block.html)
    return found[1] if found and len(found[1]) >= SHORTEST and "www." not in found[1] else ""


def _with_neighbours(plain: list[str]) -> list[int]:
    """Where the doubtful blocks are, each with the one before and after it, which say where it begins and ends."""
    near = {at + step for at, words in enumerate(plain) if not words for step in (-1, 0, 1)}
    return sorted(at for at in near if 0 <= at < len(plain))


def without_ids(html: str) -> str:
    return IDS.sub(r"\1", html)


def _is_allowed(text: str) -> bool:
    """Marks can make it longer than a part may be."""
    try:
        check_length(text)
        check_part(text, "markdown")
    except Refused:
        return False
    return True


def _reads_back(text: str, html: str) -> bool:
    try:
        return without_ids(read_prose(text, "markdown").html) == without_ids(html)
    except Refused:
        return False
