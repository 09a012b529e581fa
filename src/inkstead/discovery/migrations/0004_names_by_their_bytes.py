"""Suggestions walk along the beginnings of names from one to the next: on PostgreSQL in the order of their bytes."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("discovery", "0001_squashed_0003_saved_searches")]

    operations = [
        migrations.RemoveIndex(model_name="indexedname", name="names_by_beginning"),
        migrations.AddIndex(
            model_name="indexedname",
            index=models.Index(
                fields=["kind", "starts", "target"],
                opclasses=["varchar_ops", "varchar_pattern_ops", "int8_ops"],
                name="names_by_beginning",
            ),
        ),
    ]
