"""Words are also found by their first three letters, as one word of the index. All of it is made anew: four minutes for a
million short parts."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from inkstead.discovery.tables import anew


def forwards(apps: Any, editor: Any) -> None:
    for statement in anew(editor.connection.vendor):
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("discovery", "0006_a_short_list_of_new_words")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
