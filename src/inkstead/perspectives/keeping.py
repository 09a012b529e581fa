"""What a process keeps of the texts that it read, so that after an edit only what changed is read again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from threading import Lock

from inkstead.lib.prose import split_blocks
from inkstead.perspectives.analysis import (
    Corrections,
    Memory,
    PartFeatures,
    PartText,
    Perspectives,
    join_parts,
    read_features,
)
from inkstead.perspectives.anchors import Anchors, Said, Standing
from inkstead.perspectives.models import Audience, LinkSaid, SceneSaid
from inkstead.stories.models import PartQuerySet, Revision, Story

METHOD = 3
"""Raise it when the analysis finds other things than before: every story is then read again."""
MOST_WORDS = 1_500_000
MOST_MEMORIES = 8
MOST_ANSWERS = 32


@dataclass(frozen=True, slots=True)
class Text:
    """One part's text before it is loaded. With its time: after a restore a number may stand for another text."""

    part: int
    revision: int
    at: datetime
    words: int
    title: str
    volume: str


@dataclass(frozen=True, slots=True)
class ReadText:
    words: int
    features: PartFeatures
    ids: tuple[str, ...]


NOTHING_SAID: Said = ((), ())
Answer = tuple[Perspectives, list[tuple[str, ...]]]


def parts_for(story: Story, audience: str) -> PartQuerySet:
    if audience == Audience.EVERYBODY:
        return story.parts.told()
    if audience == Audience.FOLLOWERS:
        return story.parts.published().filter(visibility__in=["public", "followers"])
    return story.parts.kept()


def texts_of(parts: PartQuerySet, *, newest: bool) -> list[Text]:
    """In one query, without the texts themselves."""
    which = "head" if newest else "live"
    fields = ("pk", which, f"{which}__created_at", f"{which}__words", "title", "volume__title")
    rows = parts.filter(**{f"{which}__isnull": False}).in_order().values_list(*fields)
    return [Text(part, revision, at, words, title, volume or "") for part, revision, at, words, title, volume in rows]


def said_of(story: Story) -> Said:
    return (
        list(SceneSaid.objects.filter(story=story).order_by("at", "pk")),
        list(LinkSaid.objects.filter(story=story).order_by("at", "pk")),
    )


def fingerprint(texts: Iterable[Text], said: Said = NOTHING_SAID) -> str:
    """Of all that decides what is found."""
    lines = [repr((METHOD, [(one.part, one.revision, one.at, one.title, one.volume) for one in texts]))]
    lines += [repr((one.pk, one.at)) for rows in said for one in rows]
    return blake2b("\n".join(lines).encode(), digest_size=16).hexdigest()


class Kept:
    """A saved text never changes, so nothing here ever becomes wrong; the oldest goes when the words become many.

    One story at a time in a process: reading a long one takes all of a core for some seconds.
    """

    def __init__(self) -> None:
        self.lock = Lock()
        self.read: OrderedDict[Text, ReadText] = OrderedDict()
        self.memories: OrderedDict[int, Memory] = OrderedDict()
        self.answers: OrderedDict[str, Answer] = OrderedDict()
        self.words = 0

    def perspectives(
        self, story_id: int, texts: Sequence[Text], said: Said = NOTHING_SAID, *, lines: bool = False
    ) -> Answer:
        """What is found, and the ids of each part's blocks."""
        with self.lock:
            if lines:
                return self._find(story_id, texts, said, lines=True)
            mark = fingerprint(texts, said)
            if mark not in self.answers:
                self.answers[mark] = self._find(story_id, texts, said)
            self.answers.move_to_end(mark)
            while len(self.answers) > MOST_ANSWERS:
                self.answers.popitem(last=False)
            return self.answers[mark]

    def forget(self) -> None:
        self.__init__()  # type: ignore[misc]

    def _find(self, story_id: int, texts: Sequence[Text], said: Said, *, lines: bool = False) -> Answer:
        read = self._read(texts)
        corrections = Anchors(standing(texts, read)).corrections(said) if any(said) else Corrections()
        seen = join_parts([one.features for one in read], corrections, self._memory(story_id), lines=lines)
        return seen, [one.ids for one in read]

    def _memory(self, story_id: int) -> Memory:
        memory = self.memories.setdefault(story_id, Memory())
        self.memories.move_to_end(story_id)
        while len(self.memories) > MOST_MEMORIES:
            self.memories.popitem(last=False)
        return memory

    def _read(self, texts: Sequence[Text]) -> list[ReadText]:
        for at in range(0, len(texts), 50):  # a story's texts are long: never all of them in memory
            self._load([text for text in texts[at : at + 50] if text not in self.read])
        for text in texts:
            if text in self.read:
                self.read.move_to_end(text)
        found = [self.read.get(text) or _gone(text) for text in texts]
        while self.words > MOST_WORDS and len(self.read) > len(texts):
            self.words -= self.read.popitem(last=False)[1].words
        return found

    def _load(self, texts: Sequence[Text]) -> None:
        if not texts:
            return
        revisions = Revision.objects.in_bulk([text.revision for text in texts])
        for text in texts:
            if text.revision not in revisions:
                continue
            blocks = split_blocks(revisions[text.revision].html)
            part = PartText(text.title, blocks, text.volume, str(text.part))
            self.read[text] = ReadText(text.words, read_features(part), tuple(block.id for block in blocks))
            self.words += text.words


def _gone(text: Text) -> ReadText:
    """Thrown away this moment; the fact of that brings the next reading."""
    return ReadText(0, PartFeatures(text.title, text.volume, str(text.part), []), ())


KEPT = Kept()


def standing(texts: Sequence[Text], read: Sequence[ReadText]) -> Iterable[Standing]:
    """Every scene with the name that the analysis gives it."""
    for text, one in zip(texts, read, strict=True):
        for scene in one.features.scenes:
            key = f"{text.part}:{scene.first_id or scene.first}"
            yield Standing(text.part, key, one.ids[scene.first - 1 : scene.last])
