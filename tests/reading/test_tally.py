"""Reads written: rows and both counters in one transaction, each counted once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inkstead.reading.models import Arrival, Read
from inkstead.reading.tally import Heard, write_reads
from inkstead.stories.models import PartCounts, StaleDay, StoryCounts
from tests.world import World

DAY = date(2026, 3, 1)


def counted(world: World) -> tuple[int, int]:
    return PartCounts.objects.get(part=world.part).reads, StoryCounts.objects.get(story=world.story).reads


def test_one_per_reader_part_and_day(world: World) -> None:
    told = Heard(world.story.pk, 0.5, 10)
    reads = {
        (world.part.pk, DAY, "g:a"): told,
        (world.part.pk, DAY, "g:b"): told,
        (world.part.pk, DAY + timedelta(days=1), "g:a"): told,
        (world.second.pk, DAY, "g:a"): told,
    }
    assert write_reads(reads) == 4
    assert counted(world) == (3, 4)
    assert write_reads(reads) == 0
    assert counted(world) == (3, 4)


def test_the_database_itself_refuses_a_second(world: World) -> None:
    Read.objects.create(part=world.part, reader="g:a", day=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Read.objects.create(part=world.part, reader="g:a", day=DAY)


def test_a_later_telling_keeps_the_farthest(world: World) -> None:
    key = (world.part.pk, DAY, "g:a")
    for reached, seconds in ((0.4, 100), (0.9, 20), (0.1, 300)):
        write_reads({key: Heard(world.story.pk, reached, seconds)})
    read = Read.objects.get()
    assert (read.reached, read.seconds) == (0.9, 300)


def test_the_block_is_the_one_of_the_farthest_telling(world: World) -> None:
    key = (world.part.pk, DAY, "g:a")
    for reached, block in ((0.4, "b-1"), (0.9, "b-3"), (0.1, "b-0")):
        write_reads({key: Heard(world.story.pk, reached, 10, block)})
    assert Read.objects.get().block == "b-3"


def test_what_was_read_is_marked_for_the_figures(world: World) -> None:
    StaleDay.objects.all().delete()
    told = {(world.part.pk, DAY, "g:a"): Heard(world.story.pk, 0.5, 10)}
    for changes in (1, 2):
        write_reads(told)
        assert list(StaleDay.objects.values_list("part", "day", "changes")) == [(world.part.pk, DAY, changes)]


def test_sources_are_counted_with_reads_that_are_new(world: World) -> None:
    for reached in (0.5, 0.7):
        write_reads(
            {
                (part.pk, DAY, f"g:{reader}"): Heard(world.story.pk, reached, 10, "", "news.example" if reader else "")
                for part in (world.part, world.second)
                for reader in range(3)
            }
        )
    rows = set(Arrival.objects.values_list("story", "day", "source", "reads"))
    assert rows == {(world.story.pk, DAY, "", 2), (world.story.pk, DAY, "news.example", 4)}


def test_many_readers_are_written_in_several_statements(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inkstead.reading.tally.ROWS", 3)
    told = {(world.part.pk, DAY, f"g:{n}"): Heard(world.story.pk, 0.5, 10) for n in range(10)}
    assert (write_reads(told), write_reads(told), counted(world)) == (10, 0, (10, 10))


def test_a_part_deleted_meanwhile_is_passed_over(world: World) -> None:
    told = Heard(world.story.pk, 0.5, 10)
    assert write_reads({(10**9, DAY, "g:a"): told, (world.part.pk, DAY, "g:a"): told}) == 1
    assert counted(world) == (1, 1)


def test_the_story_counted_is_the_one_the_part_belongs_to(world: World) -> None:
    assert write_reads({(world.part.pk, DAY, "g:a"): Heard(10**9, 0.5, 10)}) == 1
    assert counted(world) == (1, 1)


def test_nothing_is_half_done(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("inkstead.reading.tally.touch_after_commit", fail)
    with pytest.raises(RuntimeError):
        write_reads({(world.part.pk, DAY, "g:a"): Heard(world.story.pk, 0.5, 10)})
    assert Read.objects.count() == 0
    assert counted(world) == (0, 0)


@given(
    st.lists(
        st.dictionaries(
            st.tuples(st.integers(0, 2), st.integers(0, 1), st.sampled_from("abc")), st.floats(0, 1), max_size=6
        ),
        max_size=5,
    )
)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_counters_always_say_what_the_rows_say(world: World, batches: list[dict[tuple[int, int, str], float]]) -> None:
    parts = [world.part.pk, world.second.pk, 10**9]
    with transaction.atomic():
        for batch in batches:
            write_reads(
                {
                    (parts[part], DAY + timedelta(days=day), f"g:{reader}"): Heard(world.story.pk, reached, 10)
                    for (part, day, reader), reached in batch.items()
                }
            )
        distinct = {key for batch in batches for key in batch if key[0] < 2}
        assert Read.objects.count() == len(distinct)
        assert StoryCounts.objects.get(story=world.story).reads == len(distinct)
        for place, part in enumerate(parts[:2]):
            number = sum(key[0] == place for key in distinct)
            assert PartCounts.objects.get(part=part).reads == number
        transaction.set_rollback(True)
