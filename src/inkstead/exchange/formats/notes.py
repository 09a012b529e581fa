"""Footnotes and endnotes of documents: they become the part's own notes, numbered in it, in a list at its end.

No text holds an address within itself, so `<sup>[1]</sup>` stands where the note belongs and item 1 of the list is it.
Until a document is divided into parts a reference is a mark around its key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from inkstead.lib.prose.limits import GROWTH_LIMIT, PART_LIMIT
from inkstead.lib.prose.manuscript import Manuscript, ManuscriptPart
from inkstead.lib.prose.sanitise import clean

OPEN, CLOSE = "\ue0f3", "\ue0f4"
REFERENCE = re.compile(f"{OPEN}([a-z]*[0-9]{{1,9}}){CLOSE}")
# Characters that readers of documents use as marks: whoever typed one loses it.
MARKS = re.compile("[\ue0f0-\ue0ff]")


def reference_to(key: str) -> str:
    return f"{OPEN}{key}{CLOSE}"


def with_notes(manuscript: Manuscript, notes: Mapping[str, str]) -> Manuscript:
    """`notes` by key, as HTML that need not be clean. One that nothing refers to goes to the end of the last part."""
    used: set[str] = set()
    parts = [_with_notes(part, notes, used) for part in manuscript.parts]
    alone = [html for key, html in notes.items() if key not in used and html.strip()]
    if alone and parts:
        parts[-1] = replace(parts[-1], html=_listed(parts[-1].html, alone))
    title = MARKS.sub("", REFERENCE.sub("", manuscript.title))
    return replace(manuscript, title=title, parts=tuple(parts))


def _with_notes(part: ManuscriptPart, notes: Mapping[str, str], used: set[str]) -> ManuscriptPart:
    numbers: dict[str, int] = {}
    for key in [*REFERENCE.findall(part.title), *REFERENCE.findall(part.html)]:
        if key in notes:
            numbers.setdefault(key, len(numbers) + 1)
    used.update(numbers)
    html = REFERENCE.sub(lambda found: f"<sup>[{numbers[found[1]]}]</sup>" if found[1] in numbers else "", part.html)
    if numbers:
        html = _listed(html, [notes[key] for key in numbers])
    title, volume = (MARKS.sub("", REFERENCE.sub("", text)).strip() for text in (part.title, part.volume))
    return replace(part, title=title, volume=volume, html=MARKS.sub("", html))


def _listed(html: str, notes: list[str]) -> str:
    items = "".join(f"<li>{REFERENCE.sub('', note)}</li>" for note in notes)
    return f"{html}\n{clean(f'<ol>{items}</ol>', limit=GROWTH_LIMIT * PART_LIMIT)}".strip()
