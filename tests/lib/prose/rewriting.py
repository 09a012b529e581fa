"""A writer who rewrites a part at random, and knows of every word where it came from.

So a test can say where an anchor belongs without asking the program. A word that the writer adds comes from nowhere.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

EDITS = ("split", "merge", "move", "insert", "delete", "rewrite")

Origin = tuple[int, int] | None  # the paragraph (from 0) and the word in it that this was at the beginning


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    origin: Origin = None


@dataclass(slots=True)
class Paragraph:
    words: list[Word]
    id: str = ""  # what the editor sends, if it sends ids
    heir_of: frozenset[int] = frozenset()  # the paragraphs of the beginning that this one goes on from

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass
class Manuscript:
    paragraphs: list[Paragraph]
    chance: random.Random
    spare: Sequence[str]  # paragraphs to insert; their words also replace others
    made: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, texts: Sequence[str], spare: Sequence[str], seed: int) -> Manuscript:
        paragraphs = [
            Paragraph([Word(word, (number, place)) for place, word in enumerate(text.split())], "", frozenset({number}))
            for number, text in enumerate(texts)
        ]
        return cls(paragraphs, random.Random(seed), spare)

    @property
    def texts(self) -> list[str]:
        return [paragraph.text for paragraph in self.paragraphs]

    def edit(self) -> str:
        kind = self.chance.choice(EDITS)
        getattr(self, f"_{kind}")()
        self.made[kind] += 1
        return kind

    def _at(self) -> int:
        return self.chance.randrange(len(self.paragraphs))

    def _split(self) -> None:
        long = [at for at, paragraph in enumerate(self.paragraphs) if len(paragraph.words) > 1]
        if long:
            at = self.chance.choice(long)
            whole = self.paragraphs[at]
            cut = self.chance.randrange(1, len(whole.words))
            pieces = [Paragraph(whole.words[:cut], whole.id), Paragraph(whole.words[cut:])]
            larger = max(len(piece.words) for piece in pieces)
            for piece in pieces:
                piece.heir_of = whole.heir_of if len(piece.words) == larger else frozenset()
            self.paragraphs[at : at + 1] = pieces

    def _merge(self) -> None:
        if len(self.paragraphs) > 1:
            at = self.chance.randrange(len(self.paragraphs) - 1)
            first, second = self.paragraphs[at : at + 2]
            merged = Paragraph(first.words + second.words, first.id, first.heir_of | second.heir_of)
            self.paragraphs[at : at + 2] = [merged]

    def _move(self) -> None:
        moved = self.paragraphs.pop(self._at())
        self.paragraphs.insert(self.chance.randrange(len(self.paragraphs) + 1), moved)

    def _insert(self) -> None:
        words = [Word(text) for text in self.chance.choice(self.spare).split()]
        self.paragraphs.insert(self.chance.randrange(len(self.paragraphs) + 1), Paragraph(words))

    def _delete(self) -> None:
        if len(self.paragraphs) > 1:
            del self.paragraphs[self._at()]

    def _rewrite(self) -> None:
        """Up to half of the words become others: here and there, or a whole stretch of them."""
        paragraph = self.paragraphs[self._at()]
        most = len(paragraph.words) // 2
        if not most:
            return
        number = self.chance.randint(1, most)
        if self.chance.random() < 0.5:
            places = self.chance.sample(range(len(paragraph.words)), number)
        else:
            start = self.chance.randrange(len(paragraph.words) - number + 1)
            places = list(range(start, start + number))
        others = self.chance.choice(self.spare).split()
        words = list(paragraph.words)
        for place in places:
            words[place] = Word(self.chance.choice(others))
        paragraph.words = words


@dataclass(slots=True)
class Anchor:
    """A margin comment on paragraph `number`, with the words from `start` to `end` quoted, or none."""

    number: int
    size: int
    start: int = 0
    end: int = 0

    @property
    def quoted(self) -> set[tuple[int, int]]:
        return {(self.number, place) for place in range(self.start, self.end)}

    def belongs(self, paragraphs: Sequence[Paragraph]) -> tuple[bool, set[int], set[int]]:
        """Whether its paragraph survives, where it is right, and where it would not be quite wrong.

        A paragraph survives where some paragraph still holds at least half of its words. Right is the one that holds
        most of them, the one that holds most of the quoted words, and the one that goes on from it: the larger piece
        whenever it was split. Anything that holds none of its words is wrong.
        """
        held = [sum(1 for word in p.words if word.origin and word.origin[0] == self.number) for p in paragraphs]
        quoted = self.quoted
        quotes = [sum(1 for word in p.words if word.origin in quoted) for p in paragraphs]
        survives = bool(held) and max(held) * 2 >= self.size
        right = {at for at, n in enumerate(held) if n and n == max(held)}
        right |= {at for at, n in enumerate(quotes) if n and n == max(quotes)}
        right |= {at for at, paragraph in enumerate(paragraphs) if self.number in paragraph.heir_of}
        return survives, right, {at for at, n in enumerate(held) if n}


def anchors_of(texts: Sequence[str], chance: random.Random) -> list[Anchor]:
    """One on each paragraph: half of them quote a few words, one in eight the whole paragraph, the rest nothing."""
    anchors = []
    for number, text in enumerate(texts):
        size = len(text.split())
        anchor = Anchor(number, size)
        draw = chance.random()
        if draw < 0.5:
            length = min(size, chance.randint(3, 12))
            anchor.start = chance.randrange(size - length + 1)
            anchor.end = anchor.start + length
        elif draw < 0.625:
            anchor.end = size
        anchors.append(anchor)
    return anchors
