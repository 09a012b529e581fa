"""`python -m bench.finding PARTS [PARTS …]`: how long lists and searches take as a library grows; a table on stdout.

Each size is a library of its own in a temporary folder (or in INKSTEAD_DATABASE_URL, which has to be empty): stories of
twenty short parts, words, tags and reads as uneven as in the world (Zipf), always the same ones. Times are of the
processor on SQLite, where everything happens in this process, and of the clock on PostgreSQL.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import accumulate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inkstead.settings")

PER_STORY, WORDS, VOCABULARY, TAGS, AT_ONCE, ROUNDS = 20, 60, 20_000, 400, 2_000, 30
PAGES = {
    "all stories": "/stories/?x=1",
    "a common tag": "/tag/t0/?x=1",
    "a rare tag": "/tag/t390/?x=1",
    "narrowed": "/search/?q=tag:t1+-tag:t2+status:complete",
    "a common word": "/search/?q=ba",
    "a rare word": "/search/?q=rare",
    "two words": "/search/?q=ba+be",
    "a phrase": "/search/?q=%22ba+be%22",
    "a word without another": "/search/?q=bi+-ba",
    "a beginning": "/search/?q=bab*",
    "words and a tag": "/search/?q=ba+tag:t390",
    "by title": "/search/?q=ba+sort:title",
    "a mistyped word": "/search/?q=storiy",
    "suggestions": "/search/suggest/?q=st",
    "the API": "/api/v1/stories?q=ba",
}


def main(sizes: list[int]) -> None:
    found = {size: in_a_process(size) for size in sizes}
    sys.stdout.write("| p95, ms | " + " | ".join(f"{size:,} parts" for size in sizes) + " | ratio |\n")
    sys.stdout.write("|---|" + "---|" * (len(sizes) + 1) + "\n")
    for what in found[sizes[0]]:
        row = [found[size][what] for size in sizes]
        ratio = row[-1] / row[0] if row[0] else 0.0
        sys.stdout.write(f"| {what} | " + " | ".join(f"{value:.1f}" for value in row) + f" | {ratio:.1f} |\n")


def in_a_process(size: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="inkstead-finding-") as folder:
        environment = {"INKSTEAD_DATABASE_URL": "", **os.environ, "INKSTEAD_DATA": folder}
        if not environment["INKSTEAD_DATABASE_URL"]:
            del environment["INKSTEAD_DATABASE_URL"]
        command = [sys.executable, "-m", "bench.finding", "--measure", str(size)]
        out = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout
    told: dict[str, float] = json.loads(out)
    return told


def measure(size: int) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from inkstead.stores.preparing import prepare_database

    settings.ALLOWED_HOSTS = ["*"]
    prepare_database()
    fill(size)
    clock: Callable[[], float] = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client()
    told: dict[str, float] = {}
    for what, path in PAGES.items():
        times = []
        for _ in range(ROUNDS + 3):
            start = clock()
            assert client.get(path).status_code == 200, path
            times.append((clock() - start) * 1000)
        told[what] = sorted(times[3:])[int(ROUNDS * 0.95) - 1]
    told["adding a part"] = adding(clock)
    told["index, of the text"] = share()
    sys.stdout.write(json.dumps(told))


def uneven(dice: random.Random, number: int) -> Callable[[int], list[int]]:
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


def fill(size: int) -> None:
    from django.db import transaction
    from django.utils import timezone

    from inkstead.accounts.models import PenName, User
    from inkstead.discovery.models import IndexedName, IndexedPart, IndexedStory, NameKind, pack
    from inkstead.discovery.wording import TagWords, beginnings, part_words, story_words
    from inkstead.stories.models import Part, PartCounts, Revision, Story, StoryCounts, StoryTag, Tag

    dice = random.Random(6)
    words, tagged, liked = uneven(dice, VOCABULARY), uneven(dice, TAGS), uneven(dice, 100_000)
    now = timezone.now()
    user = User.objects.create_user("writer@reader.example")
    names = PenName.objects.bulk_create(
        [PenName(user=user, name=f"Writer {number}", slug=f"writer-{number}") for number in range(200)]
    )
    tags = Tag.objects.bulk_create([Tag(name=f"T{number}", slug=f"t{number}") for number in range(TAGS)])
    for first in range(0, size // PER_STORY, AT_ONCE // PER_STORY):
        numbers = range(first, min(first + AT_ONCE // PER_STORY, size // PER_STORY))
        with transaction.atomic():
            stories = Story.objects.bulk_create(
                [
                    Story(
                        author=names[number % 200],
                        title=f"Story {' '.join(word(at) for at in words(3))}",
                        summary=" ".join(word(at) for at in words(30)),
                        status="complete" if number % 3 else "ongoing",
                        parts_published=PER_STORY,
                        words_published=PER_STORY * WORDS,
                        first_published_at=now - timedelta(minutes=number + size),
                        last_published_at=now - timedelta(minutes=number),
                    )
                    for number in numbers
                ]
            )
            StoryCounts.objects.bulk_create([StoryCounts(story=story, reads=liked(1)[0]) for story in stories])
            carried = {story.pk: sorted(set(tagged(5))) for story in stories}
            StoryTag.objects.bulk_create(
                [StoryTag(story_id=pk, tag=tags[at]) for pk, ats in carried.items() for at in ats]
            )
            parts = Part.objects.bulk_create(
                [Part(story=story, title=f"Part {at}", position=at) for story in stories for at in range(PER_STORY)]
            )
            PartCounts.objects.bulk_create([PartCounts(part=part) for part in parts])
            texts = [" ".join(word(at) for at in words(WORDS)) for _ in parts]
            if first == 0:
                texts[0] += " rare"
            revisions = Revision.objects.bulk_create(
                [
                    Revision(
                        part=part,
                        number=1,
                        full_html=f"<p>{text}</p>",
                        full_text=text,
                        words=WORDS,
                        scenes=1,
                        rules_version=1,
                    )
                    for part, text in zip(parts, texts, strict=True)
                ]
            )
            for part, revision in zip(parts, revisions, strict=True):
                part.head = part.live = revision
                part.state, part.published_at = "published", now
            Part.objects.bulk_update(parts, ["head", "live", "state", "published_at"], batch_size=500)
            said = {
                story.pk: story_words(
                    story,
                    [(story.author_id, story.author.name)],
                    [TagWords(tags[at].pk, tags[at].name) for at in carried[story.pk]],
                )
                for story in stories
            }
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
            IndexedName.objects.bulk_create(
                [
                    IndexedName(story=story, kind=NameKind.STORY, target=story.pk, starts=start)
                    for story in stories
                    for start in beginnings(story.title)
                ]
            )
            for_postgres([story.pk for story in stories], [part.pk for part in parts])


def for_postgres(stories: list[int], parts: list[int]) -> None:
    from django.db import connection

    from inkstead.discovery.actions.indexing import refill
    from inkstead.discovery.models import IndexedPart, IndexedStory

    if connection.vendor == "postgresql":
        for story in IndexedStory.objects.filter(pk__in=stories):
            refill(story)
        for part in IndexedPart.objects.filter(pk__in=parts):
            refill(part)


def adding(clock: Callable[[], float]) -> float:
    """A part of 2,000 words, taken out and brought in again."""
    from inkstead.discovery.actions import index_part
    from inkstead.discovery.models import IndexedPart
    from inkstead.stories.models import Part, Revision

    dice = random.Random(7)
    words = uneven(dice, VOCABULARY)
    times = []
    for part in Part.objects.order_by("?")[:20]:
        text = " ".join(word(at) for at in words(2_000))
        Revision.objects.filter(pk=part.live_id).update(full_text=text)
        IndexedPart.objects.filter(pk=part.pk).delete()
        start = clock()
        index_part(part.pk)
        times.append((clock() - start) * 1000)
    return sorted(times)[-2]


def share() -> float:
    """Bytes that search takes beside the texts, for each byte of them."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT SUM(LENGTH(full_text)) FROM stories_revision")
        text = cursor.fetchone()[0]
        if connection.vendor == "sqlite":
            cursor.execute("SELECT SUM(pgsize) FROM dbstat WHERE name LIKE 'discovery%'")
        else:
            cursor.execute(
                "SELECT pg_total_relation_size('discovery_indexedpart')"
                " + pg_total_relation_size('discovery_indexedstory')"
            )
        return float(cursor.fetchone()[0]) / float(text)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(int(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]] or [1_000, 100_000])
