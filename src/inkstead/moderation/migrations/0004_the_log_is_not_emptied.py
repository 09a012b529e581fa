from __future__ import annotations

from typing import Any

from django.db import migrations

from inkstead.moderation.tables import NO_TRUNCATE, TRUNCATE


def forwards(apps: Any, editor: Any) -> None:
    """SQLite knows no TRUNCATE: there every row is guarded."""
    if editor.connection.vendor == "postgresql":
        for statement in TRUNCATE:
            editor.execute(statement)


def backwards(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        for statement in NO_TRUNCATE:
            editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("moderation", "0003_reports_with_proof")]
    operations = [migrations.RunPython(forwards, backwards)]
