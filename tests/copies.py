"""Rows built once through the real actions, then put back as rows: a test that needs the whole world waits 3 ms."""

from __future__ import annotations

from django.apps import apps
from django.db import connection, transaction

Rows = dict[str, list[tuple[object, ...]]]


def all_rows() -> Rows:
    """Every row of our own tables, and none of Django's that the migrations filled."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            if rows := cursor.fetchall():
                found[table] = rows
    return found


def put_back(rows: Rows) -> None:
    with transaction.atomic(), connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for table, standing in rows.items():
            places = ", ".join(["%s"] * len(standing[0]))
            cursor.executemany(f"INSERT INTO {connection.ops.quote_name(table)} VALUES ({places})", standing)


def _tables() -> list[str]:
    return [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("inkstead.") and model._meta.managed
    ]
