"""What somebody pasted: HTML, Markdown or plain text."""

from __future__ import annotations

import re
from itertools import pairwise

TAGS = "p|div|em|i|b|u|s|strong|h[1-6]|blockquote|span|html|body|ul|ol"
HTML = re.compile(rf"<({TAGS}|br|hr)\b[^<>]{{0,500}}>", re.IGNORECASE)
CLOSED = re.compile(rf"</({TAGS})>|<(br|hr) ?/?>", re.IGNORECASE)
MARKDOWN = re.compile(
    r"(?m)^#{1,6} \S|^> \S|\*\*[^\s*][^*\n]*\*\*|(?<![\w*])\*[^\s*](?:[^*\n]*[^\s*])?\*(?![\w*])|~~\S[^~\n]*~~"
    r"|\[[^\]\n]+\]\(\S+\)"
)
LOOKED_AT = 200_000


def guess_format(text: str) -> str:
    """Markdown only where its paragraphs are set apart; else its rules would run all lines together."""
    beginning = text[:LOOKED_AT].replace("\r\n", "\n")
    if HTML.search(beginning) and CLOSED.search(beginning):
        return "html"
    if MARKDOWN.search(beginning) and _is_set_apart(beginning):
        return "markdown"
    return "text"


def _is_set_apart(text: str) -> bool:
    """A blank line between most lines, and no gaps wide enough to mean a new scene."""
    lines = [line.strip() for line in text.strip().split("\n")]
    said = sum(1 for line in lines if line)
    following = sum(1 for line, after in pairwise(lines) if line and after)
    gaps = sum(1 for line, after in pairwise(lines) if not line and not after)
    return 2 * following <= said and gaps == 0
