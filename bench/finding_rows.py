"""A library of any size for `bench.finding`, always the same one: stories of twenty parts, with words, tags, reads and
votes as uneven as in the world (Zipf)."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Any

PER_STORY, VOCABULARY, TAGS, AT_ONCE, DAYS = 20, 20_000, 400, 2_000, 60
RARE = 390  # a tag that the first story carries, whatever the dice say
Uneven = Callable[[int], list[int]]


def uneven(dice: random.Random, number: int) -> Uneven:
    weights = list(accumulate(1 / (rank + 1) for rank in range(number)))
    return lambda many: dice.choices(range(number), cum_weights=weights, k=many)


def word(number: int) -> str:
    """Syllables, so that common words are short: ba, be, bi … baba …"""
    consonants, vowels, out = "bcdfghjklmnpqrstvwxyz", "aeiou", ""
    number += 1
    while number:
        number, at = divmod(number - 1, len(consonants) * len(vowels))
        out = consonants[at // len(vowels)] + vowels[at % len(vowels)] + out
    return out


def fill(size: int, length: int) -> None:
    """`size` parts of `length` words each, indexed as the site indexes them, with readers of sixty days."""
    from django.db import transaction
    from django.utils import timezone

    from inkstead.accounts.models import PenName, User
    from inkstead.stories.models import Tag

    library = Library(length, timezone.now())
    user = User.objects.create_user("writer@reader.example")
    library.names = PenName.objects.bulk_create(
        [PenName(user=user, name=f"Writer {number}", slug=f"writer-{number}") for number in range(200)]
    )
    library.tags = Tag.objects.bulk_create([Tag(name=f"T{number}", slug=f"t{number}") for number in range(TAGS)])
    for first in range(0, size // PER_STORY, AT_ONCE // PER_STORY):
        numbers = range(first, min(first + AT_ONCE // PER_STORY, size // PER_STORY))
        with transaction.atomic():
            library.add(numbers)
    with transaction.atomic():
        _spellings(library.spelt)


class Library:
    """Rows are made in slices, each with its dice: what a slice holds depends on the slices before it alone."""

    def __init__(self, length: int, now: datetime) -> None:
        self.length, self.now = length, now
        self.dice = random.Random(6)
        self.words, self.tagged = uneven(self.dice, VOCABULARY), uneven(self.dice, TAGS)
        self.liked = uneven(self.dice, 100_000)
        self.names: Sequence[Any] = ()
        self.tags: Sequence[Any] = ()
        self.spelt: set[str] = set()

    def text(self, words: int) -> str:
        return " ".join(word(at) for at in self.words(words))

    def add(self, numbers: range) -> None:
        stories = self._stories(numbers)
        carried = self._tag(stories)
        parts, texts = self._parts(stories, with_rare_word=numbers.start == 0)
        self._index(stories, carried, parts, texts)
        self._readers(stories)

    def _stories(self, numbers: range) -> list[Any]:
        from inkstead.stories.models import Story, StoryCounts

        stories = Story.objects.bulk_create(
            [
                Story(
                    author=self.names[number % 200],
                    title=f"Story {self.text(3)}",
                    summary=self.text(30),
                    status="complete" if number % 3 else "ongoing",
                    parts_published=PER_STORY,
                    words_published=PER_STORY * self.length,
                    first_published_at=self.now - timedelta(days=number % 400, minutes=number),
                    last_published_at=self.now - timedelta(minutes=number),
                )
                for number in numbers
            ]
        )
        StoryCounts.objects.bulk_create([StoryCounts(story=story, reads=self.liked(1)[0]) for story in stories])
        return stories

    def _tag(self, stories: Sequence[Any]) -> dict[int, list[int]]:
        from inkstead.stories.models import StoryTag

        carried = {story.pk: sorted(set(self.tagged(5))) for story in stories}
        first = min(carried)
        carried[first] = sorted({*carried[first], RARE} if first == 1 else carried[first])
        StoryTag.objects.bulk_create(
            [StoryTag(story_id=pk, tag=self.tags[at]) for pk, ats in carried.items() for at in ats]
        )
        return carried

    def _parts(self, stories: Sequence[Any], *, with_rare_word: bool) -> tuple[list[Any], list[str]]:
        from django.db.models import OuterRef

        from inkstead.stories.models import Part, PartCounts, Revision

        parts = Part.objects.bulk_create(
            [Part(story=story, title=f"Part {at}", position=at) for story in stories for at in range(PER_STORY)]
        )
        PartCounts.objects.bulk_create([PartCounts(part=part) for part in parts])
        texts = [self.text(self.length) for _ in parts]
        if with_rare_word:
            texts[0] += " quartz"  # syllables never make it
        revisions = Revision.objects.bulk_create(
            [
                Revision(
                    part=part,
                    number=1,
                    full_html=f"<p>{text}</p>",
                    full_text=text,
                    words=self.length,
                    scenes=1,
                    rules_version=1,
                )
                for part, text in zip(parts, texts, strict=True)
            ]
        )
        for part, revision in zip(parts, revisions, strict=True):
            part.head = part.live = revision
        of_each = Revision.objects.filter(part=OuterRef("pk")).values("pk")
        Part.objects.filter(pk__range=(parts[0].pk, parts[-1].pk)).update(
            head_id=of_each, live_id=of_each, state="published", published_at=self.now
        )
        return parts, texts

    def _index(
        self, stories: Sequence[Any], carried: dict[int, list[int]], parts: Sequence[Any], texts: Sequence[str]
    ) -> None:
        from inkstead.discovery.models import IndexedName, IndexedPart, IndexedStory, NameKind, pack
        from inkstead.discovery.wording import TagWords, beginnings, part_words, story_words

        said = {
            story.pk: story_words(
                story,
                [(story.author_id, story.author.name)],
                [TagWords(self.tags[at].pk, self.tags[at].name) for at in carried[story.pk]],
            )
            for story in stories
        }
        for line in said.values():
            self.spelt |= line.spelt
        IndexedStory.objects.bulk_create([IndexedStory(story_id=pk, words=str(line)) for pk, line in said.items()])
        IndexedPart.objects.bulk_create(
            [
                IndexedPart(
                    part=part,
                    story_id=part.story_id,
                    revision=part.live_id,
                    title=part.title,
                    packed=pack(part_words(said[part.story_id].about, part.title, text)),
                )
                for part, text in zip(parts, texts, strict=True)
            ]
        )
        named = [(story, NameKind.STORY, story.pk, story.title) for story in stories]
        named += [(story, NameKind.WRITER, story.author_id, story.author.name) for story in stories]
        named += [
            (story, NameKind.TAG, self.tags[at].pk, self.tags[at].name) for story in stories for at in carried[story.pk]
        ]
        IndexedName.objects.bulk_create(
            [
                IndexedName(story=story, kind=kind, target=target, starts=start)
                for story, kind, target, name in named
                for start in beginnings(name)
            ]
        )

    def _readers(self, stories: Sequence[Any]) -> None:
        from inkstead.rankings.models import StoryVoices

        rows = []
        for story, popular in zip(stories, self.liked(len(stories)), strict=True):
            often = 10_000 // (popular + 1) + 1  # of its best day
            for ago in self.dice.sample(range(1, DAYS + 1), min(DAYS, 3 + often)):
                readers = self.dice.randint(1, often)
                day: date = (self.now - timedelta(days=ago)).date()
                rows.append(
                    StoryVoices(story=story, day=day, readers=readers, voices=self.dice.randint(0, readers) // 4)
                )
        StoryVoices.objects.bulk_create(rows)


def _spellings(words: set[str]) -> None:
    from inkstead.discovery.models import Spelling
    from inkstead.discovery.wording import variants

    rows = [Spelling(variant=variant, word=word) for word in sorted(words) for variant in sorted(variants(word))]
    Spelling.objects.bulk_create(rows, batch_size=5_000)
