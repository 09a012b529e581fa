"""Whether words that somebody quotes stand in a paragraph. Pure."""

from __future__ import annotations

import html
import unicodedata

from inkstead.lib.prose import Block
from inkstead.lib.prose.blocks import ANY_TAG


def stands_in(quote: str, block: Block) -> bool:
    """White space and what cannot be seen do not count: a selection has other line ends than a text. Readings above
    words come as browsers select them, or as the text has them."""
    words = _bare(quote)
    return bool(words) and (words in _bare(block.text) or words in _bare(html.unescape(ANY_TAG.sub("", block.html))))


def _bare(text: str) -> str:
    shown = (letter for letter in unicodedata.normalize("NFC", text) if not letter.isspace())
    return "".join(letter for letter in shown if unicodedata.category(letter) not in ("Cc", "Cf"))
