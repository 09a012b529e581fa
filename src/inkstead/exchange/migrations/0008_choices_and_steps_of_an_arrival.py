from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0007_what_came_inside")]

    operations = [
        migrations.AddField("arrival", "then", models.CharField(default="drafts", max_length=16)),
        migrations.AddField("arrival", "takes_cover", models.BooleanField(default=True)),
        migrations.CreateModel(
            name="ArrivedStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.JSONField()),
                ("made", models.JSONField(default=dict)),
                (
                    "arrival",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="exchange.arrival"
                    ),
                ),
            ],
        ),
    ]
