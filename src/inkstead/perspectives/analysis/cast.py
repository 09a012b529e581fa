"""The characters of a story: which capitalised words are people, which names are one person's, who is he and she."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from inkstead.perspectives.analysis.features import PartFeatures, SceneFeatures
from inkstead.perspectives.analysis.keys import listed
from inkstead.perspectives.analysis.labels import head_of, read_bare_name, split_name
from inkstead.perspectives.analysis.naming import Cast, initials_of, telling_words
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
        for name in sorted(counted, key=self._rank(counted)):
            cast.add(name)
        cast.call_by([name for name in counted if self.labelled[name] or self.bare[name]], self.labelled)
        for name in counted:
            self._tell_gender(cast, name)
        return cast

    def _rank(self, counted: Counter[str]) -> Callable[[str], tuple[bool, int, int, int]]:
        """Full names of those who sign or are headed first: “P. Skerritt” is nobody's yet, “Perpetua Skerritt” is."""

        def rank(name: str) -> tuple[bool, int, int, int]:
            whole = 0 if initials_of(name) else len(telling_words(name))
            return not self.labelled[name], -whole if self.labelled[name] else 0, -counted[name], -len(name)

        return rank

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
