"""After a test that commits: what it filled is emptied.

Django would empty every table and work out all permissions anew, after each such test: seconds on PostgreSQL, where
truncating a hundred and thirty tables makes new files for all of them and their indexes.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.test import TransactionTestCase

from inkstead.moderation import tables as guarded

# The same in every database of this version: made by the migrations, changed by nobody.
MADE_ONCE = {"django_migrations", "django_content_type", "auth_permission"}


def empty_what_was_filled() -> None:
    names = sorted(
        set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - MADE_ONCE
    )
    quoted = {name: connection.ops.quote_name(name) for name in names}
    asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {quoted[name]})" for name in names)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(asked)
        filled = [name for (name,) in cursor.fetchall()]
        log = guarded.TABLE in filled
        postgres = connection.vendor == "postgresql"
        if postgres:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for statement in (guarded.NO_POSTGRESQL if postgres else guarded.NO_SQLITE) if log else ():
            cursor.execute(statement)
        for name in filled:
            cursor.execute(f"DELETE FROM {quoted[name]}")
        for statement in (guarded.POSTGRESQL if postgres else guarded.SQLITE) if log else ():
            cursor.execute(statement)


def spare() -> None:
    TransactionTestCase._fixture_teardown = lambda _: empty_what_was_filled()  # type: ignore[attr-defined]
