"""All tables of `readership` at once, for a new database; one that has the older migrations keeps them."""

import django.db.models.deletion
from django.db import migrations, models

from inkstead.stores.tables import CreateModels


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("readership", "0001_days_and_steps"),
        ("readership", "0002_everything_is_to_be_added_up"),
    ]

    dependencies = [
        ("stories", "0001_squashed_0011_full_feeds_and_crawlers"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="PartDay",
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
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="days",
                                to="stories.part",
                            ),
                        ),
                        (
                            "story",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="stories.story",
                            ),
                        ),
                        ("day", models.DateField()),
                        ("reads", models.PositiveIntegerField(default=0)),
                        ("finished", models.PositiveIntegerField(default=0)),
                        ("votes", models.PositiveIntegerField(default=0)),
                        ("comments", models.PositiveIntegerField(default=0)),
                        ("stops", models.TextField(blank=True, default="")),
                    ],
                    options={
                        "indexes": [models.Index(fields=["story", "day"], name="part_days_of_a_story")],
                        "constraints": [
                            models.UniqueConstraint(fields=("part", "day"), name="one_sum_per_part_and_day")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StoryDay",
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
                                related_name="days",
                                to="stories.story",
                            ),
                        ),
                        ("day", models.DateField()),
                        ("reads", models.PositiveIntegerField(default=0)),
                        ("readers", models.PositiveIntegerField(default=0)),
                        ("finished", models.PositiveIntegerField(default=0)),
                        ("votes", models.PositiveIntegerField(default=0)),
                        ("comments", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("story", "day"), name="one_sum_per_story_and_day")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PartFigures",
                    fields=[
                        (
                            "part",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="figures",
                                serialize=False,
                                to="stories.part",
                            ),
                        ),
                        ("finished", models.PositiveBigIntegerField(default=0)),
                        ("people", models.PositiveIntegerField(default=0)),
                        ("people_finished", models.PositiveIntegerField(default=0)),
                        ("people_from_first", models.PositiveIntegerField(default=0)),
                        ("people_from_previous", models.PositiveIntegerField(default=0)),
                        ("guests", models.PositiveIntegerField(default=0)),
                        ("guests_from_previous", models.PositiveIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name="StoryFigures",
                    fields=[
                        (
                            "story",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="figures",
                                serialize=False,
                                to="stories.story",
                            ),
                        ),
                        ("version", models.PositiveBigIntegerField(default=0)),
                        ("added_at", models.DateTimeField(null=True)),
                        ("followed_at", models.DateTimeField(null=True)),
                        ("following_took", models.FloatField(default=0.0)),
                        ("following_is_stale", models.BooleanField(default=True)),
                        ("people", models.PositiveIntegerField(default=0)),
                        ("last_seen", models.TextField(default="{}")),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("following_is_stale", True)),
                                fields=["story"],
                                name="stories_to_follow",
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
