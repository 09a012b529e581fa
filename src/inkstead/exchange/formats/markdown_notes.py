"""Footnotes of Markdown, which CommonMark has no word for: `[^1]` with `[^1]: …` anywhere, and `^[…]` in its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from inkstead.exchange.formats.notes import MARKS, reference_to, with_notes
from inkstead.lib.prose.files import decode_text
from inkstead.lib.prose.limits import tidy_characters
from inkstead.lib.prose.manuscript import Manuscript, read_manuscript
from inkstead.lib.prose.marked import markdown_to_html
from inkstead.lib.prose.words import count_words

DEFINITION = re.compile(r" {0,3}\[\^([^\]\s\[]{1,100})\]:[ \t]*(.*)")
REFERENCE = re.compile(r"(?<!\\)\[\^([^\]\s\[]{1,100})\]|(?<!\\)\^\[([^\]\[\n]{1,2000})\]")
INDENTED = re.compile(r"(?: {4}|\t)")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
MOST = 100_000  # what a key of a note can count


def read_markdown(name: str, data: bytes) -> Manuscript:
    text = decode_text(data)
    if "[^" not in text and "^[" not in text:
        return read_manuscript(name, data, "markdown")
    lines, written = _divided(MARKS.sub("", tidy_characters(text)).split("\n"))
    notes: dict[str, str] = {}
    keys: dict[str, str] = {}
    fenced, body = "", list[str]()
    for line in lines:
        mark = FENCE.match(line)
        if mark and (not fenced or mark[1].startswith(fenced)):
            fenced = "" if fenced else mark[1]
        body.append(line if fenced else _marked(line, written, notes, keys))
    for label, note in written.items():  # those that nothing refers to stay at the end
        if label not in keys and note.strip():
            notes[f"m{len(notes) + 1}"] = note
    book = with_notes(read_manuscript(name, "\n".join(body).encode(), "markdown"), _as_html(notes))
    return replace(book, words=book.words + sum(map(count_words, notes.values())))


def _divided(lines: list[str]) -> tuple[list[str], dict[str, str]]:
    """The lines of the text, and the notes by their labels. A note goes on over lines that are indented, and over those
    that follow without a blank one."""
    kept: list[str] = []
    notes: dict[str, list[str]] = {}
    current: list[str] | None = None
    fence = ""
    for line in lines:
        mark = FENCE.match(line)
        if current is None and mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        found = None if fence else DEFINITION.fullmatch(line)
        if found:
            current = notes.setdefault(found[1], [])
            current.append(found[2])
        elif current is not None and (INDENTED.match(line) or not line.strip() or current[-1].strip()):
            current.append(INDENTED.sub("", line, count=1))
        else:
            if current is not None:
                kept.append("")
            current = None
            kept.append(line)
    return kept, {label: "\n".join(note).strip() for label, note in notes.items()}


def _marked(line: str, written: Mapping[str, str], notes: dict[str, str], keys: dict[str, str]) -> str:
    def key_of(found: re.Match[str]) -> str:
        label, within = found[1], found[2]
        if label is not None and label not in written:
            return found[0]
        known = keys.get(label) if label is not None else None
        if known is None:
            if len(notes) >= MOST:
                return found[0]
            known = f"m{len(notes) + 1}"
            notes[known] = written[label] if label is not None else within
            if label is not None:
                keys[label] = known
        return reference_to(known)

    return REFERENCE.sub(key_of, line)


def _as_html(notes: Mapping[str, str]) -> dict[str, str]:
    """A note of one paragraph is only its words."""
    told = {}
    for key, note in notes.items():
        html = markdown_to_html(note, tables=True).strip()
        alone = html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1
        told[key] = html[3:-4] if alone else html
    return told
