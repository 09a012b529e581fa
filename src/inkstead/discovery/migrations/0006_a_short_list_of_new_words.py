"""PostgreSQL's index takes the words of some twenty new parts in at once: a third of the time for each."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from inkstead.discovery.tables import PENDING


def forwards(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(f"ALTER INDEX discovery_part_words SET ({PENDING})")


class Migration(migrations.Migration):
    dependencies = [("discovery", "0005_words_once")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
