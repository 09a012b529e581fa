"""Whether the index says what the rows say, and making it so."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import F, Q

from inkstead.discovery.actions.indexing import forget_story, index_parts_of, index_story
from inkstead.discovery.matching import is_part_found
from inkstead.discovery.models import IndexedPart, IndexedStory
from inkstead.discovery.tables import TRIGGERS, anew
from inkstead.lib.words import prefix_mark
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
    # PostgreSQL keeps its indexes by itself, and nobody can search while one is made anew.
    if not _is_sound() or (everything and connection.vendor == "sqlite"):
        _fill_anew()
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
    if not (_has_tables() if connection.vendor == "sqlite" else _has_indexes()):
        return False
    rows = IndexedPart.objects.order_by("-pk")
    return all(_is_found(row) for row in [*rows[:PROBED], *rows.reverse()[:PROBED]])


def _is_found(row: IndexedPart) -> bool:
    words = row.words.partition("\n")[2].replace(" .", " ").split()
    probes = [word for last in words[-1:] for word in (last, prefix_mark(last)) if word]
    return all(is_part_found(row.pk, word) for word in probes)


def _has_tables() -> bool:
    """On SQLite: the search tables, and the triggers that keep them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM sqlite_master WHERE (type = 'trigger' AND name GLOB 'discovery_*')"
            " OR name IN ('discovery_story_words', 'discovery_part_words')"
        )
        return bool(cursor.fetchone() == (len(TRIGGERS) + 2,))


def _has_indexes() -> bool:
    """PostgreSQL reads the words through indexes of its own. Making one that was broken off is not valid."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM pg_index WHERE indisvalid"
            " AND indexrelid IN (to_regclass('discovery_story_words'), to_regclass('discovery_part_words'))"
        )
        return bool(cursor.fetchone() == (2,))


@transaction.atomic
def _fill_anew() -> None:
    """The search tables from the rows beside them."""
    with connection.cursor() as cursor:
        for statement in anew(connection.vendor):
            cursor.execute(statement)
