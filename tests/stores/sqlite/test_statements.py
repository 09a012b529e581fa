from __future__ import annotations

import pytest

from inkstead.stores.sqlite.statements import writes


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO part VALUES (1)",
        "  update part set title = 'x'",
        "-- a note\nDELETE FROM part",
        "/* a note */ REPLACE INTO part VALUES (1)",
        "WITH old AS (SELECT 1) DELETE FROM part",
        "BEGIN IMMEDIATE",
        "begin exclusive",
        "CREATE TABLE part (id)",
        "PRAGMA wal_checkpoint(TRUNCATE)",
        "PRAGMA user_version = 3",
        "VACUUM",
        "ANALYZE",
    ],
)
def test_changes_are_known(sql: str) -> None:
    assert writes(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1",
        " (select 1)",
        "SELECT 'DELETE'",
        "WITH old AS (SELECT 'delete' AS \"update\") SELECT * FROM old",
        "EXPLAIN QUERY PLAN SELECT 1",
        "PRAGMA user_version",
        "PRAGMA foreign_keys = ON",
        "SAVEPOINT one",
        "RELEASE SAVEPOINT one",
        "ROLLBACK",
        "BEGIN",
        "VACUUM INTO 'copy'",
        "",
    ],
)
def test_reading_is_known(sql: str) -> None:
    assert not writes(sql)
