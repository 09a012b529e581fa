from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0005_archives_that_come_in")]

    operations = [migrations.AddField("incoming", "waits", models.BooleanField(default=False))]
