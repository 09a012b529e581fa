from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_squashed_0006_an_archive_that_waits_for_a_word")]

    operations = [migrations.AddField("origin", "inside", models.JSONField(default=dict))]
