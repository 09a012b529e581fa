"""Stand-in until the text pipeline lands: resolve any conflict in favour of the real one, which must export these names."""

from __future__ import annotations

import html as _html
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

RULES_VERSION = 0


@dataclass(frozen=True)
class Block:
    id: str
    kind: str
    html: str
    text: str


@dataclass(frozen=True)
class Prose:
    blocks: Sequence[Block]
    html: str
    text: str
    words: int
    scenes: Sequence[object]
    warnings: Sequence[str] = ()


def read_prose(text: str, format: str, previous: Sequence[Block] = ()) -> Prose:  # noqa: A002
    blocks = []
    for paragraph in text.split("\n\n"):
        name = f"b-{secrets.token_hex(4)}"
        blocks.append(Block(name, "paragraph", f'<p id="{name}">{_html.escape(paragraph)}</p>', paragraph))
    return Prose(blocks, "\n".join(b.html for b in blocks), text, len(text.split()), [])


def split_blocks(html: str) -> list[Block]:
    return []


def reading_minutes(words: int, language: str = "en") -> int:
    return max(1, round(words / 230))
