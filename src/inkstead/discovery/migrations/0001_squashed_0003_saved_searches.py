"""All tables of `discovery` at once, for a new database; one that has the older migrations keeps them."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from inkstead.discovery.tables import NO_POSTGRESQL, NO_SQLITE, POSTGRESQL, SQLITE
from inkstead.stores.tables import CreateModels


def forwards(apps, editor):
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement)


def backwards(apps, editor):
    for statement in NO_SQLITE if editor.connection.vendor == "sqlite" else NO_POSTGRESQL:
        editor.execute(statement)


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("discovery", "0001_what_search_looks_in"),
        ("discovery", "0002_search_tables"),
        ("discovery", "0003_saved_searches"),
    ]

    dependencies = [
        ("stories", "0001_squashed_0011_full_feeds_and_crawlers"),
        ("accounts", "0001_squashed_0006_skeletons_are_filled_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="IndexedStory",
                    fields=[
                        (
                            "story",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="indexed",
                                serialize=False,
                                to="stories.story",
                            ),
                        ),
                        ("words", models.TextField()),
                    ],
                ),
                migrations.CreateModel(
                    name="IndexedPart",
                    fields=[
                        (
                            "part",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="indexed",
                                serialize=False,
                                to="stories.part",
                            ),
                        ),
                        (
                            "story",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="indexed_parts",
                                to="stories.story",
                            ),
                        ),
                        ("revision", models.BigIntegerField()),
                        ("title", models.CharField(max_length=200)),
                        ("packed", models.BinaryField()),
                    ],
                ),
                migrations.CreateModel(
                    name="IndexedName",
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
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stories.story"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("story", "Story"), ("writer", "Writer"), ("tag", "Tag")], max_length=8
                            ),
                        ),
                        ("target", models.BigIntegerField()),
                        ("starts", models.CharField(db_index=True, max_length=80)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["kind", "starts", "target"], name="names_by_beginning")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("story", "kind", "target", "starts"), name="a_beginning_once_per_story"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Spelling",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("variant", models.CharField(max_length=64)),
                        ("word", models.CharField(db_index=True, max_length=64)),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("variant", "word"), name="a_spelling_once")],
                    },
                ),
                migrations.CreateModel(
                    name="SavedSearch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="saved_searches",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("query", models.CharField(max_length=500)),
                        ("hides", models.BooleanField(default=False)),
                        ("secret", models.CharField(max_length=64, unique=True)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("user", "query"), name="a_search_saved_once")],
                    },
                ),
            ]
        ),
        migrations.RunPython(forwards, backwards),
    ]
