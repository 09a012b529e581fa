"""What can be known of a part by itself. Joining parts looks at nothing else, so an edit costs one part's reading."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from inkstead.lib.prose.blocks import Block
from inkstead.lib.prose.words import count_words
from inkstead.perspectives.analysis.dividing import Stretch, divide
from inkstead.perspectives.analysis.labels import Label, read_signature
from inkstead.perspectives.analysis.marks import marks_of
from inkstead.perspectives.analysis.people import People, read_people
from inkstead.perspectives.analysis.prints import Prints, prints_of
from inkstead.perspectives.analysis.speech import Spoken, TextLine, listen
from inkstead.perspectives.analysis.thoughts import Thought, quoted_in, read_thoughts
from inkstead.perspectives.analysis.tongues import Tongue, tongue_of
from inkstead.perspectives.analysis.wording import Footprint, footprints

Person = Literal["first", "second", "third"]
Tense = Literal["past", "present"]
MANY = 80
"""Lines by which a language shows."""
PLAIN_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class PartText:
    """`key` is whatever tells this part from others to the one who asks; corrections are remembered by it."""

    title: str
    blocks: Sequence[Block]
    volume: str = ""
    key: str = ""


@dataclass(slots=True)
class SceneFeatures:
    """Blocks are counted from 1 within the part."""

    first: int
    last: int
    first_id: str
    paragraphs: int
    words: int
    label: Label | None
    label_block: int
    signature: str
    tongue: Tongue
    person: Person
    tense: Tense | None
    script: bool
    spoken: list[Spoken]
    thoughts: list[Thought]
    quoted: list[Thought]
    prints: Prints
    people: People
    footprints: dict[int, Footprint]
    """What happens, by the hash of its words: see `wording`."""


@dataclass(slots=True)
class PartFeatures:
    title: str
    volume: str
    key: str
    scenes: list[SceneFeatures]


def read_features(part: PartText) -> PartFeatures:
    usual = tongue_of(_common_words(block.text for block in part.blocks[:MANY]))
    scenes = [_scene(stretch, part.blocks, usual) for stretch in divide(part.blocks)]
    return PartFeatures(part.title, part.volume, part.key, scenes)


def _common_words(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in _lowered(text))


def _scene(stretch: Stretch, blocks: Sequence[Block], usual: Tongue) -> SceneFeatures:
    inside = blocks[stretch.first - 1 : stretch.last]
    lines = list(_lines(inside, stretch))
    signature = read_signature([line.text for line in lines])
    lines = _without_outer_marks(lines)
    tongue = tongue_of(_common_words(line.text for line in lines[:MANY]), usual)
    heard = listen(lines, marks_of([line.text for line in lines]), tongue)
    words = Counter(word.replace("’", "'") for line in heard.narration for word in _lowered(line.text))
    return SceneFeatures(
        first=stretch.first,
        last=stretch.last,
        first_id=inside[0].id,
        paragraphs=sum(block.kind == "paragraph" for block in inside),
        words=sum(count_words(block.text) for block in inside),
        label=stretch.label,
        label_block=stretch.label_block,
        signature=signature,
        tongue=tongue,
        person=_person(words, tongue),
        tense=_tense(words, tongue),
        script=heard.script,
        spoken=heard.spoken,
        thoughts=read_thoughts(heard.narration, inside, stretch.first),
        quoted=quoted_in(heard.spoken),
        prints=prints_of(heard.spoken),
        people=read_people(heard, tongue),
        footprints=footprints(heard.narration, tongue),
    )


def _lowered(text: str) -> list[str]:
    return PLAIN_WORDS.findall(text.lower())


def _lines(inside: Sequence[Block], stretch: Stretch) -> Iterable[TextLine]:
    for number, block in enumerate(inside, start=stretch.first):
        if block.kind in ("heading", "image", "scene-break"):
            continue
        lines = block.text.split("\n") if block.kind != "paragraph" or "\n" in block.text else [block.text]
        for at, line in enumerate(lines):
            is_label = number == stretch.label_block and at == 0
            if line.strip() and not is_label:
                yield TextLine(number, line.strip())


def _without_outer_marks(lines: list[TextLine]) -> list[TextLine]:
    """A letter that is printed between quotation marks opens every paragraph and closes none but the last."""
    opener = next(
        (mark for mark in '“‘"' if sum(line.text.startswith(mark) for line in lines) * 3 > len(lines) * 2), ""
    )
    if not opener or len(lines) < 3:
        return lines
    closer = {"“": "”", "‘": "’", '"': '"'}[opener]
    marked = [line for line in lines if line.text.startswith(opener)]
    open_ended = sum(closer not in line.text[1:] for line in marked)
    if open_ended * 3 < len(marked) * 2:
        return lines
    return [TextLine(line.block, line.text.removeprefix(opener).removesuffix(closer)) for line in lines]


def _person(words: Counter[str], tongue: Tongue) -> Person:
    """By the pronouns outside of speech: whoever says “I” there tells."""
    total = sum(words.values())
    first = sum(words[word] for word in tongue.first)
    second = sum(words[word] for word in tongue.second)
    others = sum(words[word] for each in (tongue.he, tongue.she, tongue.they) for word in each)
    if first and first * 120 >= total and first * 12 >= others:
        return "first"
    if second > 2 and second * 40 >= total and second > others:
        return "second"
    return "third"


def _tense(words: Counter[str], tongue: Tongue) -> Tense | None:
    past = sum(words[word] for word in tongue.past)
    present = sum(words[word] for word in tongue.present)
    if max(past, present) < 2 or past == present:
        return None
    return "past" if past > present else "present"
