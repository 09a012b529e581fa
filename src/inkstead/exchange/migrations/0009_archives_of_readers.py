from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0008_choices_and_steps_of_an_arrival"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            "archive",
            "pen_name",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="archive",
                to="accounts.penname",
            ),
        ),
        migrations.AddField(
            "archive",
            "user",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="archive",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            "archive",
            models.CheckConstraint(
                name="an_archive_of_a_name_or_a_reader",
                condition=Q(pen_name__isnull=False, user__isnull=True) | Q(pen_name__isnull=True, user__isnull=False),
            ),
        ),
    ]
