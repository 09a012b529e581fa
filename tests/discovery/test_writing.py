"""How the index is written."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, transaction

from inkstead.discovery.actions.indexing import writing_index
from inkstead.discovery.wording import bounded, part_words
from inkstead.lib.prose.limits import PART_LIMIT
from inkstead.lib.words import with_prefixes, words


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite waits for the disk as it is told for all of a site"
)
@pytest.mark.django_db
def test_only_a_transaction_of_the_index_alone_does_not_wait_for_the_disk() -> None:
    """Whoever writes something else beside it is told that it is kept only when it is."""

    def waits() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            return str(cursor.fetchone()[0])

    def within_each() -> list[str]:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET synchronous_commit = on")
            with writing_index():
                alone = waits()
            with transaction.atomic():
                with writing_index():
                    beside = waits()
                after = waits()
            return [alone, beside, after, waits()]
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as another_connection:
        assert another_connection.submit(within_each).result() == ["off", "on", "on", "on"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is taught the one in Python")
@pytest.mark.django_db
@pytest.mark.parametrize("function", ["discovery_story_vector(%s)", "discovery_part_vector(convert_to(%s, 'UTF8'), 5)"])
def test_postgresql_cuts_the_same_prefixes(function: str) -> None:
    """And some that nobody asks for: of short words in scripts that write spaces, too."""
    text = "Ångström, été, to be; 小猫钓鱼, แมว, हिन्दी कला; quartz, it, 42 2026."
    indexed = f"{' '.join(f'_{word}' for word in words(text))} . .t12 .songoing\n{' '.join(words(text))} ."
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT unnest(tsvector_to_array({function}))", [indexed])
        kept = {word for (word,) in cursor.fetchall()} - {".k0", ".m0"}
    made = set(with_prefixes(indexed).split())
    assert {".pqua", ".p_qua", ".p小", ".p_แ", ".pang", ".p202"} <= made, "the control: there are such"
    assert kept >= made
    assert all(len(word.removeprefix(".p").removeprefix("_")) == 1 for word in kept - made)


def different_words(first: int, letters: int, length: int, number: int) -> str:
    """`first` letter of an alphabet of `letters`."""
    return " ".join(
        "".join(chr(first + at // letters**place % letters) for place in range(length)) for at in range(number)
    )


@pytest.mark.django_db
@pytest.mark.parametrize("letters", [(ord("a"), 26, 15, 62_000), (0xAC00, 11_000, 6, 55_000)], ids=["Latin", "Korean"])
def test_a_very_long_part_of_different_words_is_held_as_far_as_it_goes(letters: tuple[int, int, int, int]) -> None:
    text = different_words(*letters)
    cut = words(text)
    kept, whole = part_words("_a .t1", "A title", text), f"_a .t1\na title .\n{' '.join(cut)}"
    assert len(text) < PART_LIMIT
    assert kept == bounded(whole)
    assert kept.startswith(f"_a .t1\na title .\n{cut[0]}")
    assert 30_000 < kept.count(" ") < len(cut)
    if connection.vendor == "postgresql":
        assert _number_of_words(kept) > kept.count(" ")
        if letters[0] != ord("a"):
            with pytest.raises(OperationalError, match="too long"), transaction.atomic():
                _number_of_words(whole)


def _number_of_words(kept: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT length(discovery_part_vector(convert_to(%s, 'UTF8'), 5))", [kept])
        return int(cursor.fetchone()[0])
