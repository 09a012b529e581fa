"""All tables of `stories` at once, for a new database; one that has the older migrations keeps them."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from inkstead.stores.tables import CreateModels


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("stories", "0001_stories_and_parts"),
        ("stories", "0002_people_bin_and_packed_revisions"),
        ("stories", "0003_what_figures_are_made_of"),
        ("stories", "0004_days_of_follows"),
        ("stories", "0005_who_stays_after_a_transfer"),
        ("stories", "0006_readers_may_download"),
        ("stories", "0007_kept_while_typing"),
        ("stories", "0008_series_and_where_a_story_went"),
        ("stories", "0009_followers_in_order"),
        ("stories", "0010_kinds_of_tags"),
        ("stories", "0011_full_feeds_and_crawlers"),
    ]

    dependencies = [
        ("accounts", "0001_squashed_0006_skeletons_are_filled_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="StoryFollow",
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
                                related_name="story_follows",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "story",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="follows", to="stories.story"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["story", "user"], name="followers_of_a_story")],
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "story"), name="a_story_followed_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Contributor",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contributors",
                                to="stories.story",
                            ),
                        ),
                        (
                            "pen_name",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contributions",
                                to="accounts.penname",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[("coauthor", "Co-author"), ("editor", "Editor"), ("beta", "Beta reader")],
                                max_length=16,
                            ),
                        ),
                        ("since", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("story", "pen_name"), name="one_role_per_story_and_pen_name"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Invitation",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="invitations",
                                to="stories.story",
                            ),
                        ),
                        (
                            "pen_name",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="invitations",
                                to="accounts.penname",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("coauthor", "Co-author"),
                                    ("editor", "Editor"),
                                    ("beta", "Beta reader"),
                                    ("author", "Author"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "invited_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.penname"
                            ),
                        ),
                        ("inviter_stays", models.BooleanField(default=False)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("accepted", "Accepted"),
                                    ("declined", "Declined"),
                                    ("taken_back", "Taken back"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("answered_at__isnull", True)),
                                fields=("story", "pen_name"),
                                name="one_open_invitation",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Tag",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60)),
                        ("slug", models.CharField(max_length=80, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("genre", "Genre"),
                                    ("fandom", "Fandom"),
                                    ("character", "Character"),
                                    ("relationship", "Relationship"),
                                    ("theme", "Theme"),
                                    ("warning", "Warning"),
                                    ("freeform", "Anything else"),
                                ],
                                db_default="freeform",
                                default="freeform",
                                max_length=16,
                            ),
                        ),
                        (
                            "stands_for",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="spellings",
                                to="stories.tag",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("stands_for", models.F("id")), _negated=True),
                                name="a_tag_does_not_stand_for_itself",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StoryTag",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("story", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="stories.story")),
                        ("tag", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="stories.tag")),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ["position"],
                        "constraints": [models.UniqueConstraint(fields=("story", "tag"), name="a_tag_once_per_story")],
                    },
                ),
                migrations.CreateModel(
                    name="TagLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "tag",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="links_up", to="stories.tag"
                            ),
                        ),
                        (
                            "wider",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="links_down", to="stories.tag"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("tag", "wider"), name="a_tag_linked_once"),
                            models.CheckConstraint(
                                condition=models.Q(("tag", models.F("wider")), _negated=True),
                                name="a_tag_is_not_wider_than_itself",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TagAbove",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "tag",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="above", to="stories.tag"
                            ),
                        ),
                        (
                            "wider",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="below", to="stories.tag"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("tag", "wider"), name="above_once")],
                    },
                ),
                migrations.CreateModel(
                    name="TagName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "tag",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="names", to="stories.tag"
                            ),
                        ),
                        ("language", models.CharField(max_length=35)),
                        ("name", models.CharField(max_length=60)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("tag", "language"), name="a_tag_named_once_per_language")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Story",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stories",
                                to="accounts.penname",
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("summary", models.TextField(blank=True, max_length=5000)),
                        ("cover", models.FileField(blank=True, upload_to="covers/")),
                        ("language", models.CharField(default="en", max_length=35)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("ongoing", "Ongoing"),
                                    ("complete", "Complete"),
                                    ("hiatus", "On hiatus"),
                                    ("stub", "Stub"),
                                    ("dropped", "Dropped"),
                                ],
                                default="ongoing",
                                max_length=16,
                            ),
                        ),
                        (
                            "rating",
                            models.CharField(
                                choices=[
                                    ("everyone", "Everyone"),
                                    ("teen", "Teen"),
                                    ("mature", "Mature"),
                                    ("explicit", "Explicit"),
                                ],
                                default="everyone",
                                max_length=16,
                            ),
                        ),
                        ("warnings", models.JSONField(blank=True, default=list)),
                        (
                            "visibility",
                            models.CharField(
                                choices=[
                                    ("public", "Public"),
                                    ("unlisted", "Unlisted"),
                                    ("followers", "Followers only"),
                                    ("private", "Private"),
                                ],
                                default="public",
                                max_length=16,
                            ),
                        ),
                        ("standing_before", models.TextField(blank=True, max_length=20000)),
                        ("standing_after", models.TextField(blank=True, max_length=20000)),
                        ("returns_on", models.DateField(blank=True, null=True)),
                        ("binned_at", models.DateTimeField(blank=True, null=True)),
                        ("visibility_before_bin", models.CharField(blank=True, max_length=16)),
                        ("downloads", models.BooleanField(default=True)),
                        ("full_feeds", models.BooleanField(default=True)),
                        ("ai_crawlers", models.BooleanField(default=False)),
                        ("moved_to", models.CharField(blank=True, max_length=500)),
                        ("show_elsewhere_counts", models.BooleanField(default=True)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("parts_published", models.PositiveIntegerField(default=0)),
                        ("words_published", models.PositiveIntegerField(default=0)),
                        ("first_published_at", models.DateTimeField(blank=True, null=True)),
                        ("last_published_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "tags",
                            models.ManyToManyField(
                                related_name="stories", through="stories.StoryTag", to="stories.tag"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "stories",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("visibility", "public")),
                                fields=["-last_published_at", "-id"],
                                name="newly_updated",
                            ),
                            models.Index(fields=["title"], name="stories_by_title"),
                            models.Index(
                                condition=models.Q(("binned_at__isnull", False)),
                                fields=["binned_at"],
                                name="binned_stories",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Volume",
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
                                on_delete=django.db.models.deletion.CASCADE, related_name="volumes", to="stories.story"
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("position", models.PositiveIntegerField()),
                    ],
                    options={
                        "ordering": ["position"],
                    },
                ),
                migrations.CreateModel(
                    name="Part",
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
                                on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="stories.story"
                            ),
                        ),
                        (
                            "volume",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="parts",
                                to="stories.volume",
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("position", models.PositiveIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("scheduled", "Scheduled"),
                                    ("published", "Published"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="draft",
                                max_length=16,
                            ),
                        ),
                        (
                            "visibility",
                            models.CharField(
                                choices=[
                                    ("public", "Public"),
                                    ("unlisted", "Unlisted"),
                                    ("followers", "Followers only"),
                                    ("private", "Private"),
                                ],
                                default="public",
                                max_length=16,
                            ),
                        ),
                        (
                            "rating",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("everyone", "Everyone"),
                                    ("teen", "Teen"),
                                    ("mature", "Mature"),
                                    ("explicit", "Explicit"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("warnings", models.JSONField(blank=True, default=list)),
                        ("notes_before", models.TextField(blank=True, max_length=20000)),
                        ("notes_after", models.TextField(blank=True, max_length=20000)),
                        ("elsewhere", models.JSONField(blank=True, null=True)),
                        ("publish_at", models.DateTimeField(blank=True, null=True)),
                        ("in_queue", models.BooleanField(default=False)),
                        ("opens_at", models.DateTimeField(blank=True, null=True)),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        ("revised_at", models.DateTimeField(blank=True, null=True)),
                        ("binned_at", models.DateTimeField(blank=True, null=True)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("waiting", models.JSONField(blank=True, default=dict)),
                        ("made_as", models.UUIDField(blank=True, null=True)),
                        (
                            "head",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stories.revision",
                            ),
                        ),
                        (
                            "live",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stories.revision",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["story", "position"], name="parts_in_order"),
                            models.Index(
                                condition=models.Q(("state", "scheduled")), fields=["publish_at"], name="parts_due"
                            ),
                            models.Index(
                                condition=models.Q(("opens_at__isnull", False)),
                                fields=["opens_at"],
                                name="parts_to_open",
                            ),
                            models.Index(
                                condition=models.Q(("binned_at__isnull", False)),
                                fields=["binned_at"],
                                name="binned_parts",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("story", "made_as"), name="a_part_is_made_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "published"), _negated=True),
                                    models.Q(("live__isnull", False), ("published_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="what_is_published_has_a_text_and_a_date",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "scheduled"), _negated=True),
                                    ("publish_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="what_is_scheduled_has_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("binned_at__isnull", True), ("state__in", ["draft", "withdrawn"]), _connector="OR"
                                ),
                                name="what_lies_in_the_bin_is_not_shown",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PartCounts",
                    fields=[
                        (
                            "part",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="counts",
                                serialize=False,
                                to="stories.part",
                            ),
                        ),
                        ("reads", models.PositiveBigIntegerField(default=0)),
                        ("votes", models.PositiveBigIntegerField(default=0)),
                        ("comments", models.PositiveBigIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name="StoryCounts",
                    fields=[
                        (
                            "story",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="counts",
                                serialize=False,
                                to="stories.story",
                            ),
                        ),
                        ("reads", models.PositiveBigIntegerField(default=0)),
                        ("votes", models.PositiveBigIntegerField(default=0)),
                        ("comments", models.PositiveBigIntegerField(default=0)),
                        ("followers", models.PositiveBigIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name="StaleDay",
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
                                related_name="+",
                                to="stories.part",
                            ),
                        ),
                        ("day", models.DateField()),
                        ("changes", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("part", "day"), name="stale_once_per_part_and_day")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FollowDay",
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
                                related_name="follow_days",
                                to="stories.story",
                            ),
                        ),
                        ("day", models.DateField()),
                        ("gained", models.PositiveIntegerField(default=0)),
                        ("lost", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("story", "day"), name="follows_once_per_story_and_day")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Revision",
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
                                on_delete=django.db.models.deletion.CASCADE, related_name="revisions", to="stories.part"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("follows", models.PositiveIntegerField(blank=True, null=True)),
                        ("aside", models.BooleanField(default=False)),
                        ("settled_at", models.DateTimeField(blank=True, null=True)),
                        ("by_itself", models.BooleanField(default=False)),
                        ("name", models.CharField(blank=True, max_length=80)),
                        ("tab", models.UUIDField(blank=True, null=True)),
                        ("turn", models.BigIntegerField(default=0)),
                        ("sent_as", models.CharField(blank=True, max_length=32)),
                        ("fields", models.JSONField(blank=True, default=dict)),
                        ("full_html", models.TextField(null=True)),
                        ("full_text", models.TextField(null=True)),
                        ("packed", models.BinaryField(null=True)),
                        (
                            "packed_on",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="stories.revision",
                            ),
                        ),
                        ("words", models.PositiveIntegerField()),
                        ("scenes", models.PositiveIntegerField()),
                        ("rules_version", models.PositiveSmallIntegerField()),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="accounts.penname",
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("aside", True), ("settled_at__isnull", True)),
                                fields=["part"],
                                name="unsettled_revisions",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("part", "number"), name="revisions_count_up"),
                            models.UniqueConstraint(
                                condition=models.Q(("sent_as", ""), _negated=True),
                                fields=("part", "sent_as"),
                                name="what_was_sent_is_saved_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("full_html__isnull", False), ("full_text__isnull", False)),
                                    ("packed__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_revision_has_its_text",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Series",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="series",
                                to="accounts.penname",
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("summary", models.TextField(blank=True, max_length=5000)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                    ],
                    options={
                        "verbose_name_plural": "series",
                    },
                ),
                migrations.CreateModel(
                    name="SeriesEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="stories.series"
                            ),
                        ),
                        (
                            "story",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="series_entries",
                                to="stories.story",
                            ),
                        ),
                        ("position", models.PositiveIntegerField()),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("series", "story"), name="a_story_once_per_series")
                        ],
                    },
                ),
            ]
        ),
    ]
