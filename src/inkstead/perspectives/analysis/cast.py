"""The characters of a story: which capitalised words are people, which names are one person's, who is he and she."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from inkstead.perspectives.analysis.features import PartFeatures, SceneFeatures
from inkstead.perspectives.analysis.keys import listed
from inkstead.perspectives.analysis.labels import head_of, read_bare_name, split_name
from inkstead.perspectives.analysis.speakers import TITLES

ENOUGH = 2
HE = listed(
    """
    mr sir lord monsieur herr señor don father brother uncle king prince count sergeant captain
    """
)
SHE = listed(
    """
    mrs ms miss lady madame mademoiselle frau fräulein señora señorita doña mother sister aunt queen
    princess countess
    """
)
DISTINGUISHES = listed("young old elder younger junior senior jr sr big little alter junge first second third")


@lru_cache(maxsize=50_000)  # the same names at every reading of a story
def telling_words(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in split_name(name))


@dataclass(slots=True)
class Cast:
    """Everybody by the name that the story uses for them."""

    gender: dict[str, str] = field(default_factory=dict)
    _by_words: dict[tuple[str, ...], str] = field(default_factory=dict)
    _by_word: dict[str, str] = field(default_factory=dict)
    _known: dict[str, str] = field(default_factory=dict)

    def person(self, name: str) -> str:
        """The character behind a name as somebody calls it; empty when it is nobody's."""
        if name not in self._known:
            words = telling_words(name)
            self._known[name] = self._by_words.get(words) or next(
                (self._by_word[word] for word in (*words[-1:], *words[:1]) if word in self._by_word), ""
            )
        return self._known[name]

    def add(self, name: str) -> None:
        """Wants the most important ones first: “Blake” alone is whoever of that name came first."""
        words = telling_words(name)
        known = self._whole_of(words)
        self._by_words.setdefault(words, known or name)
        for word in words:
            self._by_word.setdefault(word, known or name)

    def _whole_of(self, words: tuple[str, ...]) -> str:
        """Somebody known whose name holds this one, or is held by it: Franklin Blake, Mr Blake."""
        for word in words:
            other = self._by_word.get(word, "")
            theirs = set(telling_words(other))
            if DISTINGUISHES & (theirs ^ set(words)):
                continue
            if other and (theirs <= set(words) or set(words) <= theirs):
                return other
        return ""


def cast_of(parts: Sequence[PartFeatures]) -> Cast:
    votes = _Votes()
    for part in parts:
        for scene in part.scenes:
            votes.hear(scene)
    return votes.decide([part.title for part in parts])


class _Votes:
    def __init__(self) -> None:
        self.spoke: Counter[str] = Counter()
        self.called: Counter[str] = Counter()
        self.surely_called: Counter[str] = Counter()
        self.told: Counter[str] = Counter()
        self.acted: Counter[str] = Counter()
        self.stood: Counter[str] = Counter()
        self.labelled: Counter[str] = Counter()
        self.bare: Counter[str] = Counter()
        self.ordinary: Counter[str] = Counter()
        self.genders: dict[str, Counter[str]] = defaultdict(Counter)

    def hear(self, scene: SceneFeatures) -> None:
        people = scene.people
        self.spoke.update(people.spoke)
        self.called.update(name for name, _ in people.called)
        self.surely_called.update(people.surely_called)
        self.told.update(people.mentioned)
        self.told.update(people.subjects)
        self.acted.update(people.acted)
        self.stood.update(people.stood)
        self.ordinary.update(people.ordinary)
        for (name, gender), count in people.genders.items():
            self.genders[name.lower()][gender] += count
        for name in filter(None, (scene.signature, people.introduced)):
            self.labelled[name] += 1
        if scene.label is not None and scene.label.name:
            (self.bare if scene.label.kind == "name" else self.labelled)[scene.label.name] += 1

    def decide(self, titles: Sequence[str]) -> Cast:
        counted = self._counted(titles)
        cast = Cast()
        for name in sorted(counted, key=lambda name: (not self.labelled[name], -counted[name], -len(name))):
            cast.add(name)
        for name in counted:
            self._tell_gender(cast, name)
        return cast

    def _counted(self, titles: Sequence[str]) -> Counter[str]:
        counted: Counter[str] = Counter()
        for name in dict.fromkeys([*self.labelled, *self.bare, *self.spoke, *self.called, *self.acted]):
            if self._is_person(name):
                named = self.labelled[name] * 5 + self.bare[name] * 3
                counted[name] = named + self.spoke[name] + self.called[name] + self.acted[name]
        seen = {
            word for source in (self.told, self.called, self.spoke) for name in source for word in telling_words(name)
        }
        for title in titles:
            bare = read_bare_name(title)
            if bare is not None and not seen.isdisjoint(telling_words(bare.name)):
                counted[bare.name] += 3
        for name in self._heads(titles):
            if not seen.isdisjoint(telling_words(name)):
                counted[name] += 3
        return counted

    def _heads(self, titles: Sequence[str]) -> list[str]:
        """“Mira: The Envelope”, “Toma: Four Timers”, “Mira: Verbatim”: names, when they take turns. “London: May” and
        “Paris: June” do so as well, but somebody has been in London."""
        heads = Counter(head.name for title in titles if (head := head_of(title)) is not None)
        if len(heads) < 2 or heads.most_common(1)[0][1] < 2:
            return []
        return [name for name in heads if not self._is_place(split_name(name))]

    def _is_place(self, words: Sequence[str]) -> bool:
        told = sum(self.told[word] for word in words)
        return bool(told) and sum(self.stood[word] for word in words) * 2 >= told

    def _is_person(self, name: str) -> bool:
        if self.labelled[name] or self.bare[name]:
            return True
        words = split_name(name)
        if not words or any(self.ordinary[word] for word in words) or len(words) > 3:
            return False
        if self.spoke[name]:
            return True
        told = sum(self.told[word] for word in words)
        if self._is_place(words):
            return False
        if name.split(maxsplit=1)[0].lower().strip(".") in TITLES and len(name.split()) > 1:
            return self.called[name] > 0
        sure = self.surely_called[name]
        return (self.acted[name] > 0 and told >= ENOUGH) or (
            sure > 0 and sure + min(2, told) + self.called[name] > ENOUGH
        )

    def _tell_gender(self, cast: Cast, name: str) -> None:
        person = cast.person(name)
        for word in telling_words(name):
            votes = self.genders.get(word)
            if votes and votes.most_common(1)[0][1] * 3 > votes.total() * 2:
                cast.gender.setdefault(person, votes.most_common(1)[0][0])
        title = name.split(maxsplit=1)[0].lower().strip(".")
        if title in SHE or title in HE:
            cast.gender[person] = "she" if title in SHE else "he"
