"""Rows built once through the real actions, then put back as rows: a test that needs the whole world waits 3 ms."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from django.apps import apps
from django.db import connection, transaction

Rows = dict[str, list[tuple[object, ...]]]
Built = TypeVar("Built")


@dataclass
class _Copy:
    built: bytes
    rows: Rows
    emptied: list[str]


class Kept(Generic[Built]):
    """What `build` makes on top of what stands already, which has to be the same each time: nothing, or the world."""

    def __init__(self, build: Callable[..., Built]) -> None:
        self.build = build
        self._copy: _Copy | None = None

    def __call__(self, *given: object) -> Built:
        if self._copy is None:
            before = all_rows()
            built = self.build(*given)
            if given or not before:
                rows = {table: rows for table, rows in all_rows().items() if rows != before.get(table)}
                self._copy = _Copy(pickle.dumps(built), rows, [table for table in rows if table in before])
            return built
        put_back(self._copy.rows, self._copy.emptied)
        again: Built = pickle.loads(self._copy.built)
        return again


def all_rows() -> Rows:
    """Every row of our own tables, and none of Django's that the migrations filled."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for table, columns in _tables().items():
            cursor.execute(f"SELECT {columns} FROM {connection.ops.quote_name(table)}")
            if rows := cursor.fetchall():
                found[table] = rows
    return found


def put_back(rows: Rows, emptied: list[str]) -> None:
    tables = _tables()
    with transaction.atomic(), connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for table in emptied:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
        for table, standing in rows.items():
            places = ", ".join(["%s"] * len(standing[0]))
            cursor.executemany(
                f"INSERT INTO {connection.ops.quote_name(table)} ({tables[table]}) VALUES ({places})", standing
            )


@cache
def _tables() -> dict[str, str]:
    """Their columns, but for those that the database makes of others."""
    return {
        model._meta.db_table: ", ".join(
            connection.ops.quote_name(field.column)
            for field in model._meta.local_concrete_fields
            if not getattr(field, "generated", False)
        )
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("inkstead.") and model._meta.managed
    }
