"""How the index is written."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from inkstead.discovery.actions.indexing import writing_index


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
