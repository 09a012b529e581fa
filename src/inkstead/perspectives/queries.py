"""The perspectives of a story as one person may see them: readers what is published to them, its people the newest."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING

from inkstead.accounts.models import User
from inkstead.lib.prose import split_blocks
from inkstead.perspectives.analysis import PartFeatures, PartText, Perspectives, join_parts, read_features
from inkstead.stories.models import Part, Revision, Story
from inkstead.stories.rules import can_read_drafts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inkstead.stories.models.people import Reader

MOST_WORDS = 1_500_000
MOST_ANSWERS = 32


Key = tuple[int, datetime, str, str]


class _Kept:
    """What was read of each text, and what was found in each set of texts. A saved text never changes, so nothing
    here ever becomes wrong; the oldest goes when the words become many."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.features: OrderedDict[Key, tuple[int, PartFeatures]] = OrderedDict()
        self.answers: OrderedDict[tuple[Key, ...], Perspectives] = OrderedDict()
        self.words = 0

    def perspectives(self, parts: Sequence[tuple[Part, Revision]], *, lines: bool) -> Perspectives:
        """One story at a time in a process: reading a long one takes all of a core for some seconds."""
        keys = tuple(_key(part, revision) for part, revision in parts)
        with self.lock:
            if lines:
                return join_parts([self._features(part, revision) for part, revision in parts], lines=True)
            if keys not in self.answers:
                self.answers[keys] = join_parts([self._features(part, revision) for part, revision in parts])
            self.answers.move_to_end(keys)
            while len(self.answers) > MOST_ANSWERS:
                self.answers.popitem(last=False)
            return self.answers[keys]

    def _features(self, part: Part, revision: Revision) -> PartFeatures:
        key = _key(part, revision)
        if key not in self.features:
            text = PartText(part.title, split_blocks(revision.html), _volume(part), str(part.pk))
            self.features[key] = revision.words, read_features(text)
            self.words += revision.words
            while self.words > MOST_WORDS and len(self.features) > 1:
                self.words -= self.features.popitem(last=False)[1][0]
        self.features.move_to_end(key)
        return self.features[key][1]


def _key(part: Part, revision: Revision) -> Key:
    """With its time: after a backup was restored, a number may stand for another text."""
    return revision.pk, revision.created_at, part.title, _volume(part)


KEPT = _Kept()


def perspectives_for(reader: Reader, story: Story) -> tuple[Perspectives, list[Part]]:
    """With the parts it speaks of, in order. Wants the story's author joined."""
    if isinstance(reader, User) and can_read_drafts(reader, story):
        return newest_perspectives(story)
    rows = story.parts.told_to(reader).select_related("live", "volume").in_order()
    return _perspectives([(part, part.live) for part in rows])


def newest_perspectives(story: Story, *, lines: bool = False) -> tuple[Perspectives, list[Part]]:
    """Drafts too: for those who work on the story, and whoever runs the site."""
    rows = story.parts.kept().select_related("head", "volume").in_order()
    return _perspectives([(part, part.head) for part in rows], lines=lines)


def _perspectives(
    rows: Sequence[tuple[Part, Revision | None]], *, lines: bool = False
) -> tuple[Perspectives, list[Part]]:
    written = [(part, revision) for part, revision in rows if revision is not None]
    return KEPT.perspectives(written, lines=lines), [part for part, _ in written]


def _volume(part: Part) -> str:
    return part.volume.title if part.volume else ""
