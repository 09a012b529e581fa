"""All tables of `reading` at once, for a new database; one that has the older migrations keeps them."""

import django.db.models.deletion
from django.db import migrations, models

from inkstead.stores.tables import CreateModels


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("reading", "0001_reads"),
        ("reading", "0002_blocks_and_sources"),
    ]

    dependencies = [
        ("stories", "0001_squashed_0011_full_feeds_and_crawlers"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Read",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="reads", to="stories.part"
                            ),
                        ),
                        ("reader", models.CharField(max_length=32)),
                        ("day", models.DateField()),
                        ("reached", models.FloatField(default=0.0)),
                        ("block", models.CharField(blank=True, default="", max_length=16)),
                        ("seconds", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("part", "day", "reader"), name="one_read_per_reader_part_and_day"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Arrival",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "story",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="arrivals",
                                to="stories.story",
                            ),
                        ),
                        ("day", models.DateField()),
                        ("source", models.CharField(max_length=60)),
                        ("reads", models.PositiveIntegerField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("story", "day", "source"), name="one_number_per_source_story_and_day"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CountingKey",
                    fields=[
                        ("day", models.DateField(primary_key=True, serialize=False)),
                        ("key", models.BinaryField(max_length=32)),
                    ],
                ),
            ]
        ),
    ]
