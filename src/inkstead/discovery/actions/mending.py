"""Whether the index says what the rows say, and making it so."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import F, Q

from inkstead.discovery.actions.indexing import forget_story, index_parts_of, index_story, refill
from inkstead.discovery.matching import is_part_found
from inkstead.discovery.models import IndexedPart, IndexedStory
from inkstead.discovery.tables import POSTGRESQL_PARTS, TRIGGERS
from inkstead.stories.models import Part, Story

PROBED = 20  # parts from each end


@dataclass(frozen=True, slots=True)
class Wrong:
    """What the index lacks, and what it has too much."""

    missing_parts: int = 0
    old_parts: int = 0
    missing_stories: int = 0
    old_stories: int = 0
    broken: bool = False

    @property
    def is_right(self) -> bool:
        return self == Wrong()


def examine_index() -> Wrong:
    """Five counts; a million parts take a few seconds."""
    stands = Q(part__live_id=F("revision"), part__in=Part.objects.listed())
    return Wrong(
        missing_parts=Part.objects.listed().filter(indexed=None, story__parts_published__gt=0).count(),
        old_parts=IndexedPart.objects.exclude(stands).count(),
        missing_stories=Story.objects.listed().filter(indexed=None).count(),
        old_stories=IndexedStory.objects.exclude(story__in=Story.objects.listed()).count(),
        broken=not _is_sound(),
    )


def mend_index(*, everything: bool = False) -> int:
    """Put right what `examine_index` counts, or look at every story and every word; answers how many stories that
    were. May be stopped and begun again at any time."""
    is_sound = _is_sound()
    if everything or not is_sound:
        _fill_anew(is_sound=is_sound)
    for pk in IndexedStory.objects.exclude(story__in=Story.objects.listed()).values_list("pk", flat=True):
        forget_story(pk)
        index_parts_of(pk)
    wrong = Story.objects.filter(Q(indexed_parts__isnull=False) | Q(pk__in=Story.objects.listed()))
    if not everything:
        off = Part.objects.listed().filter(Q(indexed=None) | ~Q(indexed__revision=F("live_id")))
        left = IndexedPart.objects.exclude(part__in=Part.objects.listed())
        wrong = wrong.filter(Q(indexed=None) | Q(pk__in=off.values("story")) | Q(pk__in=left.values("story")))
    ids = list(wrong.order_by("pk").values_list("pk", flat=True).distinct())
    for pk in ids:
        index_story(pk)
        index_parts_of(pk)
    return len(ids)


def _is_sound() -> bool:
    """What keeps the words of parts stands, and some parts are found by a word of theirs: what breaks for one breaks
    for all."""
    if not (_triggers() == len(TRIGGERS) if connection.vendor == "sqlite" else _has_index()):
        return False
    rows = IndexedPart.objects.order_by("-pk")
    return all(_is_found(row) for row in [*rows[:PROBED], *rows.reverse()[:PROBED]])


def _is_found(row: IndexedPart) -> bool:
    words = row.words.partition("\n")[2].replace(" .", " ").split()
    return not words or is_part_found(row.pk, words[-1])


def _triggers() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'discovery_*'")
        found: int = cursor.fetchone()[0]
    return found


def _has_index() -> bool:
    """PostgreSQL reads the words of parts through an index of its own. Making one that was broken off is not valid."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('discovery_part_words')")
        return bool(cursor.fetchone() == (True,))


def _fill_anew(*, is_sound: bool) -> None:
    """The search tables from the rows beside them. PostgreSQL keeps the index of parts by itself: nobody can search
    while it is made anew, so that is done only where it is not sound."""
    if connection.vendor == "postgresql":
        if not is_sound:
            with transaction.atomic(), connection.cursor() as cursor:
                for statement in POSTGRESQL_PARTS:
                    cursor.execute(statement)
        for story in IndexedStory.objects.iterator(500):
            refill(story)
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for trigger in TRIGGERS:
            cursor.execute(trigger.replace("CREATE TRIGGER", "CREATE TRIGGER IF NOT EXISTS"))
        for of in ("story", "part"):
            cursor.execute(f"INSERT INTO discovery_{of}_words(discovery_{of}_words) VALUES ('rebuild')")  # noqa: S608
