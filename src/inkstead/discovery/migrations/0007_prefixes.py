"""Words are also found by their first three letters, as one word of the index. All of it is made anew: four minutes for a
million short parts."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from inkstead.discovery.tables import anew
from inkstead.discovery.wording import AT_MOST, DIFFERENT, bounded


def forwards(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP INDEX IF EXISTS discovery_part_words")
        _bound_long_parts(editor)
    for statement in anew(editor.connection.vendor):
        editor.execute(statement)


def _bound_long_parts(editor: Any) -> None:
    """With prefixes beside its words, the longest would be more than a vector holds."""
    with editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT part_id FROM discovery_indexedpart WHERE octet_length(packed) > %s", [DIFFERENT // AT_MOST]
        )
        for (part,) in cursor.fetchall():
            cursor.execute("SELECT packed FROM discovery_indexedpart WHERE part_id = %s", [part])
            words = bytes(cursor.fetchone()[0]).decode()
            if (held := bounded(words)) != words:
                cursor.execute(
                    "UPDATE discovery_indexedpart SET packed = %s WHERE part_id = %s", [held.encode(), part]
                )


class Migration(migrations.Migration):
    dependencies = [("discovery", "0006_a_short_list_of_new_words")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
