from __future__ import annotations

from inkstead.lib.prose import read_prose
from inkstead.perspectives.analysis import PartText


def read(title: str, *texts: str) -> list[PartText]:
    """Parts of a story, from plain text; one title counts them."""
    titles = [title] if len(texts) == 1 else [f"{title} {number}" for number in range(1, len(texts) + 1)]
    return [PartText(name, read_prose(text, "text").blocks) for name, text in zip(titles, texts, strict=True)]
