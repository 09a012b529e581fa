"""A part's text as it is put into a text area: a form of it that comes back as exactly what is stored."""

from __future__ import annotations

import re
from dataclasses import dataclass

from inkstead.lib.prose import read_prose, split_blocks
from inkstead.lib.prose.markdown import Inexpressible, markdown_of
from inkstead.lib.refusals import Refused

IDS = re.compile(r'(<[a-z0-9]+) id="[^"]*"')


@dataclass(frozen=True, slots=True)
class Source:
    text: str
    format: str


def source_of(html: str) -> Source:
    """Markdown where it is lossless; where something would get lost on the way back, the HTML itself."""
    blocks = split_blocks(html)
    for escape_every in (False, True):
        try:
            text = markdown_of(blocks, escape_every=escape_every)
        except Inexpressible:
            break
        if _reads_back(text, html):
            return Source(text, "markdown")
    return Source("\n\n".join(without_ids(block.html) for block in blocks), "html")


def without_ids(html: str) -> str:
    return IDS.sub(r"\1", html)


def _reads_back(text: str, html: str) -> bool:
    try:
        return without_ids(read_prose(text, "markdown").html) == without_ids(html)
    except Refused:  # marks made it longer than a part may be
        return False
