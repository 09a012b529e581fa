"""What pandoc is given, and what it never sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from inkstead.exchange.formats.documents import OF_DOCUMENTS
from inkstead.lib.prose.left_out import told as told_of

# The only content of a paragraph that was empty: pandoc would drop it, and it may be a scene break.
EMPTY_LINE = "\ue0f5"
PICTURE, PICTURE_END = "\ue0f6", "\ue0f7"
SENTENCES = {
    "deleted": "Deleted text that the document still carried was left out ({} words).",
    "hidden": "Hidden text was left out ({} words).",
    "comments": "Comments in the margin were left out ({}).",
    "outside": "What the document loads from elsewhere was left out ({}).",
    "contents": "The table of contents was left out ({} lines): the list of parts takes its place.",
    "pictures": "Pictures of a kind that cannot be kept were left out ({}).",
}


@dataclass(frozen=True, slots=True)
class Tidied:
    data: bytes
    images: Mapping[str, bytes] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def told(counts: Mapping[str, int]) -> list[str]:
    return told_of(counts, {**SENTENCES, **OF_DOCUMENTS})
