from __future__ import annotations

from typing import Any

from django.db import migrations

from inkstead.moderation.tables import NO_POSTGRESQL, NO_SQLITE, POSTGRESQL, SQLITE


def forwards(apps: Any, editor: Any) -> None:
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement)


def backwards(apps: Any, editor: Any) -> None:
    for statement in NO_SQLITE if editor.connection.vendor == "sqlite" else NO_POSTGRESQL:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_reports_decisions_and_the_log")]
    operations = [migrations.RunPython(forwards, backwards)]
