"""The index on part, day and reader answers what the one on the part alone did. Dropped by its name: Django would copy
the whole table on SQLite, and that may have millions of rows."""

import django.db.models.deletion
from django.db import migrations, models

NAME = "reading_read_part_id_43bedfc6"


class Migration(migrations.Migration):
    dependencies = [
        ("reading", "0001_squashed_0002_blocks_and_sources"),
    ]

    operations = [
        migrations.RunSQL(
            f"DROP INDEX IF EXISTS {NAME}",
            f"CREATE INDEX IF NOT EXISTS {NAME} ON reading_read (part_id)",
            state_operations=[
                migrations.AlterField(
                    model_name="read",
                    name="part",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reads",
                        to="stories.part",
                    ),
                ),
            ],
        ),
    ]
