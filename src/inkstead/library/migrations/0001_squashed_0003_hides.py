"""All tables of `library` at once, for a new database; one that has the older migrations keeps them."""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from inkstead.stores.tables import CreateModels


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("library", "0001_places"),
        ("library", "0002_follows_shelves_and_history"),
        ("library", "0003_hides"),
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
                    name="Shelf",
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
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="shelves",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("reading", "Reading"),
                                    ("finished", "Finished"),
                                    ("later", "Later"),
                                    ("dropped", "Dropped"),
                                    ("own", "Own"),
                                ],
                                default="own",
                                max_length=16,
                            ),
                        ),
                        ("title", models.CharField(max_length=100)),
                        ("about", models.TextField(blank=True, max_length=10000)),
                        (
                            "sharing",
                            models.CharField(
                                choices=[
                                    ("private", "Only you"),
                                    ("unlisted", "Whoever has its address"),
                                    ("public", "Everybody"),
                                ],
                                default="private",
                                max_length=16,
                            ),
                        ),
                        (
                            "pen_name",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="shelves",
                                to="accounts.penname",
                            ),
                        ),
                        ("secret", models.CharField(max_length=32, unique=True)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "verbose_name_plural": "shelves",
                        "indexes": [models.Index(fields=["user", "position"], name="shelves_in_order")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "own"), _negated=True),
                                fields=("user", "kind"),
                                name="one_shelf_of_each_kind",
                            ),
                            models.UniqueConstraint(
                                models.F("user"),
                                django.db.models.functions.text.Lower("title"),
                                name="a_shelf_title_once_per_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sharing", "private"), ("pen_name__isnull", False), _connector="OR"
                                ),
                                name="a_shown_shelf_has_a_name",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ShelfEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "shelf",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="entries",
                                to="library.shelf",
                            ),
                        ),
                        (
                            "story",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stories.story"
                            ),
                        ),
                        (
                            "only_for",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("note", models.TextField(blank=True, max_length=10000)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "verbose_name_plural": "shelf entries",
                        "indexes": [models.Index(fields=["shelf", "position"], name="entries_in_order")],
                        "constraints": [
                            models.UniqueConstraint(fields=("shelf", "story"), name="a_story_once_per_shelf"),
                            models.UniqueConstraint(
                                condition=models.Q(("only_for__isnull", False)),
                                fields=("only_for", "story"),
                                name="one_of_the_four_shelves",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PenNameFollow",
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
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pen_name_follows",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "pen_name",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="follows",
                                to="accounts.penname",
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["pen_name", "user"], name="followers_of_a_pen_name")],
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "pen_name"), name="a_pen_name_followed_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TagFollow",
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
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tag_follows",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "tag",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="follows",
                                to="stories.tag",
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["tag", "user"], name="followers_of_a_tag")],
                        "constraints": [models.UniqueConstraint(fields=("user", "tag"), name="a_tag_followed_once")],
                    },
                ),
                migrations.CreateModel(
                    name="ShelfFollow",
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
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="shelf_follows",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "shelf",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="follows",
                                to="library.shelf",
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["shelf", "user"], name="followers_of_a_shelf")],
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "shelf"), name="a_shelf_followed_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Hide",
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
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="hides",
                                to=settings.AUTH_USER_MODEL,
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
                        (
                            "pen_name",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="accounts.penname",
                            ),
                        ),
                        (
                            "tag",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="stories.tag",
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "story"), name="a_story_hidden_once"),
                            models.UniqueConstraint(fields=("user", "pen_name"), name="a_pen_name_hidden_once"),
                            models.UniqueConstraint(fields=("user", "tag"), name="a_tag_hidden_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("pen_name__isnull", True), ("story__isnull", False), ("tag__isnull", True)
                                    ),
                                    models.Q(
                                        ("pen_name__isnull", False), ("story__isnull", True), ("tag__isnull", True)
                                    ),
                                    models.Q(
                                        ("pen_name__isnull", True), ("story__isnull", True), ("tag__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="a_hide_hides_one_thing",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoryEntry",
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
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="history",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stories.part"
                            ),
                        ),
                        ("first_at", models.DateTimeField()),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [models.Index(fields=["user", "-at", "-id"], name="history_newest_first")],
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "part"), name="a_part_once_in_a_history")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoryChoice",
                    fields=[
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="history_choice",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("paused_at", models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Place",
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
                                related_name="places",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "story",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="places", to="stories.story"
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stories.part"
                            ),
                        ),
                        ("block", models.CharField(blank=True, max_length=16)),
                        ("reached", models.FloatField(default=0.0)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [models.Index(fields=["user", "-at"], name="places_newest_first")],
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "story"), name="one_place_per_reader_and_story")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReadMark",
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
                                related_name="read_marks",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stories.part"
                            ),
                        ),
                        ("reached", models.FloatField(default=0.0)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "part"), name="one_mark_per_reader_and_part")
                        ],
                    },
                ),
            ]
        ),
    ]
