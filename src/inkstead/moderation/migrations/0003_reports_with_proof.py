from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0002_the_log_is_only_added_to")]
    operations = [
        migrations.AddField("report", "proven", models.BooleanField(default=True)),
        migrations.AddIndex(
            "report",
            models.Index(condition=models.Q(("proven", False)), fields=["at"], name="reports_without_proof"),
        ),
    ]
