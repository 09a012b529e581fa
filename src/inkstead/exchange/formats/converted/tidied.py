"""What pandoc is given, and what it never sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# The only content of a paragraph that was empty: pandoc would drop it, and it may be a scene break.
EMPTY_LINE = "\ue0f5"
PICTURE, PICTURE_END = "\ue0f6", "\ue0f7"
SENTENCES = {
    "deleted": "Deleted text that the document still carried was left out ({} words).",
    "hidden": "Hidden text was left out ({} words).",
    "comments": "Comments in the margin were left out ({}).",
    "outside": "What the document loads from elsewhere was left out ({}).",
    "pictures": "Pictures of a kind that cannot be kept were left out ({}).",
}


@dataclass(frozen=True, slots=True)
class Tidied:
    data: bytes
    images: Mapping[str, bytes] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def told(counts: Mapping[str, int]) -> list[str]:
    return [sentence.format(f"{counts[why]:,}") for why, sentence in SENTENCES.items() if counts.get(why)]
