"""What is written into the index about a story and a part. Pure: rows in, words out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from inkstead.lib.languages import tidy_language
from inkstead.lib.refusals import Refused
from inkstead.lib.slugs import slugify_tag
from inkstead.lib.words import LONGEST, WORD, fold, is_unspaced, prefix_mark, words
from inkstead.stories.models import Story

# Between what must not be found as a phrase.
BETWEEN = " ."
# Bytes of the different words and prefixes of one text; a vector of PostgreSQL holds 1,048,575 with what its story says
# of itself. Only texts of hundreds of thousands of signs have as many.
DIFFERENT = 900_000
AT_MOST = 12  # bytes of a word and its prefix for each sign of the word
STARTS, START_LENGTH = 8, 80
SPELT = range(4, 25)  # letters of words whose spelling is checked


@dataclass(frozen=True, slots=True)
class TagWords:
    """A tag of a story: its name, other names for it, and every tag under which it is found."""

    id: int
    name: str
    others: Sequence[str] = ()
    under: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class StoryWords:
    """A story's line for each kind of word."""

    title: str
    names: str
    tags: str
    summary: str
    facets: str

    def __str__(self) -> str:
        return f"{BETWEEN}\n".join([self.title, self.names, self.tags, self.summary, self.facets])

    @property
    def about(self) -> str:
        """What stands with each of its parts."""
        marked = [
            f"_{word}" if word != "." else word
            for line in (self.title, self.names, self.tags)
            for word in (*line.split(), ".")
        ]
        return " ".join([*marked, self.facets])

    @property
    def spelt(self) -> set[str]:
        """Words that a mistyped one may have meant."""
        found = set(f"{self.title} {self.names} {self.tags}".split())
        return {word for word in found if len(word) in SPELT and not is_unspaced(word) and not word.isdecimal()}

    @classmethod
    def read(cls, kept: str) -> StoryWords:
        return cls(*lines_of(kept))


def lines_of(kept: str) -> list[str]:
    """Of a story's words: title, names, tags, summary, facets."""
    return kept.split(f"{BETWEEN}\n")


def story_words(story: Story, names: Sequence[tuple[int, str]], tags: Sequence[TagWords]) -> StoryWords:
    """`names`: author and co-authors, by the id of the pen name."""
    return StoryWords(
        title=_line([story.title]),
        names=_line(name for _, name in names),
        tags=_line(text for tag in tags for text in (tag.name, *tag.others)),
        summary=_line([story.summary]),
        facets=" ".join(dict.fromkeys(_facets(story, names, tags))),
    )


def part_words(about: str, title: str, text: str) -> str:
    return f"{about}\n{' '.join(words(title))}{BETWEEN}\n{' '.join(_bounded(words(text)))}"


def bounded(kept: str) -> str:
    """The same part with as much of its text as can be held."""
    about, title, text = kept.split("\n", 2)
    return f"{about}\n{title}\n{' '.join(_bounded(text.split()))}"


def with_about(kept: str, about: str) -> str:
    """The same part of a story that says something else about itself."""
    return f"{about}\n{kept.partition(chr(10))[2]}"


def beginnings(name: str) -> list[str]:
    """From each word on, and from each sign where there are no spaces."""
    found = WORD.findall(fold(name))
    starts: list[str] = []
    for at, word in enumerate(found[:STARTS]):
        rest = " ".join(found[at:])
        inside = range(min(len(word), STARTS)) if is_unspaced(word) else range(1)
        starts += [rest[begin:][:START_LENGTH] for begin in inside]
    return list(dict.fromkeys(starts))[: 2 * STARTS]


def variants(word: str) -> set[str]:
    """The word, and the word without each of its letters: two words that differ in one letter share one of them."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def language_facets(language: str) -> list[str]:
    try:
        tag = tidy_language(language).lower()
    except Refused:
        return []
    return list(dict.fromkeys([f".l{tag.partition('-')[0]}", f".l{tag}"]))


def _facets(story: Story, names: Sequence[tuple[int, str]], tags: Sequence[TagWords]) -> Iterator[str]:
    for tag in tags:
        yield from (f".t{under}" for under in (tag.id, *tag.under))
    yield from (f".a{pen_name}" for pen_name, _ in names)
    yield f".s{story.status}"
    yield f".r{story.rating}"
    yield from language_facets(story.language)
    yield from (warning_facet(str(warning)) for warning in story.warnings)


def warning_facet(warning: str) -> str:
    """Of a warning or its slug: as a tag of that name is asked for."""
    return f".w{slugify_tag(warning)[:LONGEST]}"


def _line(texts: Iterable[str]) -> str:
    return f"{BETWEEN} ".join(" ".join(words(text)) for text in texts)


def _bounded(found: list[str]) -> list[str]:
    """As many words from the beginning as can be held."""
    if AT_MOST * sum(map(len, found)) <= DIFFERENT:
        return found
    seen, room = {""}, DIFFERENT
    for at, word in enumerate(found):
        for held in (word, prefix_mark(word)):
            if held not in seen:
                seen.add(held)
                room -= len(held.encode())
        if room < 0:
            return found[:at]
    return found
