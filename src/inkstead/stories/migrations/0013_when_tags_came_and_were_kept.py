from django.db import migrations, models
from django.utils import timezone


class Migration(migrations.Migration):
    """When the tags of today came is not known, so their rows are not touched: a column more, and nothing rewritten."""

    dependencies = [("stories", "0012_networks_of_a_day")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.AddField("tag", "created_at", models.DateTimeField(null=True, db_index=True)),
            ],
            state_operations=[
                migrations.AddField(
                    "tag", "created_at", models.DateTimeField(null=True, db_index=True, default=timezone.now)
                ),
            ],
        ),
        migrations.AddField("tag", "kept_at", models.DateTimeField(null=True, blank=True)),
    ]
