"""Which names are one person's: “Franklin Blake”, “Mr Blake”, “F. Blake” and, where nobody else begins so, “F.”."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from inkstead.perspectives.analysis.keys import listed
from inkstead.perspectives.analysis.labels import split_initials, split_name

DISTINGUISHES = listed("young old elder younger junior senior jr sr big little alter junge first second third")
Form = tuple[tuple[str, ...], tuple[str, ...]]


@lru_cache(maxsize=50_000)  # the same names at every reading of a story
def telling_words(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in split_name(name))


@lru_cache(maxsize=50_000)
def initials_of(name: str) -> tuple[str, ...]:
    return tuple(letter.lower() for letter in split_initials(name))


def _form_of(name: str) -> Form:
    return telling_words(name), initials_of(name)


@dataclass(slots=True)
class Cast:
    """Everybody by the name that the story uses for them."""

    gender: dict[str, str] = field(default_factory=dict)
    _by_form: dict[Form, str] = field(default_factory=dict)
    _by_word: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _words: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _initials: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _known: dict[str, str] = field(default_factory=dict)

    def person(self, name: str) -> str:
        """The character behind a name as somebody calls it; empty when it is nobody's."""
        if name not in self._known:
            self._known[name] = self._by_form.get(_form_of(name)) or self._likely(*_form_of(name))
        return self._known[name]

    def full(self, name: str) -> str:
        """The story's own name for a person, unless this one is fuller."""
        known = self.person(name)
        if not known or self._by_form.get(_form_of(name)):
            return known or name
        words, theirs = telling_words(name), telling_words(known)
        return name if set(words).isdisjoint(theirs) or len(words) > len(theirs) else known

    def add(self, name: str) -> None:
        """Wants the most important ones first: “Blake” alone is whoever of that name came first."""
        words, initials = form = _form_of(name)
        person = self._whole_of(words, initials) or name
        self._by_form.setdefault(form, person)
        self._initials[person].update(initials)
        if words == initials:
            return
        self._words[person].update(words)
        for word in words:
            if person not in self._by_word[word]:
                self._by_word[word].append(person)

    def call_by(self, names: Sequence[str], labelled: Mapping[str, int]) -> None:
        """Whoever signs “Perpetua”, “P. Skerritt” and once “Perpetua Skerritt” is called so everywhere. Words at the
        head of a scene may be more than a name (“Ares Rising”): they count when somebody signs so, too."""
        fullest: dict[str, tuple[tuple[int, int, int], str]] = {}
        for name in names:
            person, known = self.person(name), bool(labelled[name])
            worth = (len(telling_words(name)) if known else 1, -len(initials_of(name)), labelled[name])
            fullest[person] = max(fullest.get(person, ((0, 0, 0), person)), (worth, name))
        called = {person: name for person, (_, name) in fullest.items()}
        self._by_form = {form: called.get(person, person) for form, person in self._by_form.items()}
        for word, people in self._by_word.items():
            self._by_word[word] = [called.get(person, person) for person in people]
        for of in (self._words, self._initials):
            for person, name in called.items():
                if person != name and person in of:
                    of[name] = of.pop(person)
        self._known.clear()

    def _likely(self, words: tuple[str, ...], initials: tuple[str, ...]) -> str:
        for word in (*words[-1:], *words[:1]):
            for person in self._by_word.get(word, ()):
                if self._may_be(person, words, initials):
                    return person
        return ""

    def _whole_of(self, words: tuple[str, ...], initials: tuple[str, ...]) -> str:
        """Somebody known whose name holds this one, or is held by it: Franklin Blake, Mr Blake, F. Blake."""
        if words == initials:
            begin = list(self._who_begin(initials))
            return begin[0] if len(begin) == 1 else ""
        for word in words:
            for other in self._by_word.get(word, ()):
                theirs = self._words[other]
                if DISTINGUISHES & (theirs ^ set(words)) or not self._may_be(other, words, initials):
                    continue
                if theirs <= set(words) or set(words) <= theirs:
                    return other
        return ""

    def _who_begin(self, initials: tuple[str, ...]) -> Iterator[str]:
        for person in self._words:
            if tuple(word[0] for word in telling_words(person))[: len(initials)] == initials:
                yield person

    def _may_be(self, person: str, words: tuple[str, ...], initials: tuple[str, ...]) -> bool:
        """“I. Laddick” is not Keziah Laddick, and whoever signed so is not she either."""
        theirs, mine = self._words[person] - set(words), set(words) - self._words[person]
        return _spell(initials, theirs) and _spell(self._initials[person], mine)


def _spell(initials: Sequence[str] | set[str], words: set[str]) -> bool:
    """Each letter begins a word, as far as there are words."""
    return not words or not initials or all(any(word[0] == letter for word in words) for letter in initials)
