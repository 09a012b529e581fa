"""All tables of `exchange` at once, for a new database; one that has the older migrations keeps them."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from inkstead.stores.tables import CreateModels


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("exchange", "0001_arrivals"),
        ("exchange", "0002_books_archives_and_origins"),
        ("exchange", "0003_parts_of_an_arrival"),
        ("exchange", "0004_origins_of_a_pen_name"),
        ("exchange", "0005_archives_that_come_in"),
        ("exchange", "0006_an_archive_that_waits_for_a_word"),
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
                    name="Archive",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "pen_name",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="archive",
                                to="accounts.penname",
                            ),
                        ),
                        ("turn", models.PositiveIntegerField(default=1)),
                        ("done", models.PositiveIntegerField(default=0)),
                        ("of", models.PositiveIntegerField(default=0)),
                        ("file", models.CharField(blank=True, max_length=200)),
                        ("size", models.PositiveBigIntegerField(default=0)),
                        ("wrong", models.CharField(blank=True, max_length=300)),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("made_at", models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Incoming",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.penname"
                            ),
                        ),
                        ("file", models.CharField(blank=True, max_length=200)),
                        ("publish", models.BooleanField(default=False)),
                        ("waits", models.BooleanField(default=False)),
                        ("done", models.PositiveIntegerField(default=0)),
                        ("of", models.PositiveIntegerField(default=0)),
                        ("wrong", models.CharField(blank=True, max_length=500)),
                        ("told", models.JSONField(default=dict)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                    ],
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
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="arrivals",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.penname"
                            ),
                        ),
                        (
                            "story",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="stories.story",
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("language", models.CharField(blank=True, max_length=35)),
                        (
                            "reading",
                            models.CharField(
                                choices=[
                                    ("waiting", "Being read"),
                                    ("ready", "Ready to be looked over"),
                                    ("refused", "Cannot be read"),
                                ],
                                default="refused",
                                max_length=16,
                            ),
                        ),
                        ("done", models.PositiveSmallIntegerField(default=0)),
                        ("problem", models.TextField(blank=True)),
                        ("about", models.JSONField(default=dict)),
                        ("words_before", models.PositiveIntegerField(default=0)),
                        ("warnings", models.JSONField(default=list)),
                        ("changes", models.PositiveIntegerField(default=0)),
                        ("created_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                    ],
                ),
                migrations.CreateModel(
                    name="ArrivedFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "arrival",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="files", to="exchange.arrival"
                            ),
                        ),
                        ("position", models.PositiveIntegerField()),
                        ("name", models.CharField(max_length=255)),
                        ("format", models.CharField(blank=True, max_length=16)),
                        ("data", models.BinaryField()),
                    ],
                    options={
                        "ordering": ["position"],
                    },
                ),
                migrations.CreateModel(
                    name="ArrivedPart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "arrival",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="exchange.arrival"
                            ),
                        ),
                        ("position", models.PositiveIntegerField()),
                        ("title", models.CharField(max_length=200)),
                        ("volume", models.CharField(blank=True, max_length=200)),
                        ("html", models.TextField()),
                        ("words", models.PositiveIntegerField(default=0)),
                        ("scenes", models.PositiveIntegerField(default=0)),
                        ("beginning", models.CharField(blank=True, max_length=200)),
                        ("notes_before", models.TextField(blank=True)),
                        ("notes_after", models.TextField(blank=True)),
                        ("elsewhere", models.JSONField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ArrivedImage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "arrival",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="images",
                                to="exchange.arrival",
                            ),
                        ),
                        ("word", models.CharField(max_length=64)),
                        ("data", models.BinaryField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("arrival", "word"), name="one_image_of_an_arrival")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BookName",
                    fields=[
                        (
                            "story",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="book_name",
                                serialize=False,
                                to="stories.story",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, unique=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Edition",
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
                                on_delete=django.db.models.deletion.CASCADE, related_name="editions", to="stories.story"
                            ),
                        ),
                        ("digest", models.CharField(db_index=True, max_length=32)),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("story", "digest"), name="an_edition_is_noted_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Origin",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("site", models.CharField(max_length=100)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("story", "Story"),
                                    ("part", "Part"),
                                    ("series", "Series"),
                                    ("pen name", "Pen Name"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("old_id", models.CharField(max_length=64)),
                        (
                            "story",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="origins",
                                to="stories.story",
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="origins",
                                to="stories.part",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="origins",
                                to="stories.series",
                            ),
                        ),
                        (
                            "pen_name",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="origins",
                                to="accounts.penname",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["site", "kind", "old_id"], name="old_addresses")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("pen_name", "site", "kind", "old_id"),
                                name="an_old_address_leads_to_one_thing_of_a_pen_name",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Unclaimed",
                    fields=[
                        (
                            "pen_name",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="unclaimed",
                                serialize=False,
                                to="accounts.penname",
                            ),
                        ),
                        ("site", models.CharField(max_length=100)),
                        ("email_digest", models.CharField(blank=True, db_index=True, max_length=64)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                ),
            ]
        ),
    ]
