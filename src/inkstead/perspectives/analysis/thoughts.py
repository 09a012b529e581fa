"""Sentences that may be somebody else's words come back: thoughts that stand apart, and speech within speech."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inkstead.lib.prose.blocks import Block
from inkstead.perspectives.analysis.keys import key_of, sentences_of, weight_of
from inkstead.perspectives.analysis.speech import Spoken, TextLine

LONGEST_THOUGHT = 30
ALONE, CERTAIN = 0.6, 0.8
"""What a sentence must weigh that stands alone or set apart, and one in the middle of a paragraph."""
EMPHASISED = re.compile(r"<(em|i)>(.*?)</\1>", re.DOTALL)
TAGS = re.compile(r"<[^>]*>")
NESTED = re.compile(r"[‘“«]([^‘’“”«»]*(?:’\w+[^‘’“”«»]*)*)[’”»](?!\w)|(?<![\w])'([^']*(?:'\w+[^']*)*)'(?!\w)")


@dataclass(frozen=True, slots=True)
class Thought:
    """A sentence of the narration that stands alone or set apart: what somebody said may come back like this."""

    block: int
    text: str
    key: str


def read_thoughts(narration: Sequence[TextLine], inside: Sequence[Block], first: int) -> list[Thought]:
    apart = {key for block in inside if "<em>" in block.html or "<i>" in block.html for key in _emphasised(block.html)}
    found = []
    for line in narration:
        sentences = sentences_of(line.text)
        alone = len(line.text) == len(inside[line.block - first].text.strip())
        for sentence in sentences:
            if sentence.count(" ") > LONGEST_THOUGHT:
                continue
            key = key_of(sentence)
            stands_alone = (alone and len(sentences) < 3) or key in apart
            if weight_of(key) >= (ALONE if stands_alone else CERTAIN):
                found.append(Thought(line.block, sentence.strip(), key))
    return found


def _emphasised(html: str) -> Iterable[str]:
    for found in EMPHASISED.finditer(html):
        for sentence in sentences_of(TAGS.sub("", found[2])):
            yield key_of(sentence)


def quoted_in(spoken: Sequence[Spoken]) -> list[Thought]:
    """Speech within speech: “You said ‘never again’.”"""
    found = []
    for line in spoken:
        if not any(mark in line.text for mark in "‘“«'"):
            continue
        for inner in NESTED.finditer(line.text):
            text = (inner[1] or inner[2] or "").strip()
            key = key_of(text)
            if weight_of(key) >= ALONE:
                found.append(Thought(line.block, text, key))
    return found
