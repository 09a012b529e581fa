"""PostgreSQL keeps the words of each part once: a packed text that its index reads, and no vector beside it."""

from __future__ import annotations

import zlib
from typing import Any

from django.db import migrations

from inkstead.discovery.tables import POSTGRESQL_PARTS

AT_ONCE = 500


def forwards(apps: Any, editor: Any) -> None:
    if editor.connection.vendor != "postgresql":
        return
    editor.execute("DROP INDEX IF EXISTS discovery_part_words")
    editor.execute("ALTER TABLE discovery_indexedpart DROP COLUMN IF EXISTS vector")
    with editor.connection.cursor() as cursor:
        last = 0
        while rows := _after(cursor, last):
            cursor.executemany(
                "UPDATE discovery_indexedpart SET packed = %s WHERE part_id = %s",
                [(zlib.decompress(packed), part) for part, packed in rows],
            )
            last = rows[-1][0]
    # Written anew, since an index is made of rows that have just been replaced as well.
    editor.execute("ALTER TABLE discovery_indexedpart ALTER packed TYPE bytea USING packed || ''::bytea")
    for statement in POSTGRESQL_PARTS:
        editor.execute(statement)


def _after(cursor: Any, last: int) -> list[tuple[int, bytes]]:
    cursor.execute(
        "SELECT part_id, packed FROM discovery_indexedpart WHERE part_id > %s ORDER BY part_id LIMIT %s",
        [last, AT_ONCE],
    )
    rows: list[tuple[int, bytes]] = cursor.fetchall()
    return rows


class Migration(migrations.Migration):
    dependencies = [("discovery", "0004_names_by_their_bytes")]
    operations = [migrations.RunPython(forwards)]
