"""All tables of `discussion` at once, for a new database; one that has the older migrations keeps them."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from inkstead.stores.tables import CreateModels


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("discussion", "0001_votes_and_comments"),
        ("discussion", "0002_comments_find_their_passage_again"),
        ("discussion", "0003_reactions_guests_and_decisions"),
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
                    name="Guest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("digest", models.CharField(max_length=64, unique=True)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("trusted_at", models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="SpentProof",
                    fields=[
                        ("nonce", models.CharField(max_length=32, primary_key=True, serialize=False)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["at"], name="spent_proofs_by_age")],
                    },
                ),
                migrations.CreateModel(
                    name="Word",
                    fields=[
                        ("word", models.CharField(max_length=64, primary_key=True, serialize=False)),
                        ("good", models.PositiveIntegerField(default=0)),
                        ("spam", models.PositiveIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name="Wave",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
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
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("alike", models.CharField(max_length=8)),
                        ("undone_at", models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="WaveComment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "wave",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="comments",
                                to="discussion.wave",
                            ),
                        ),
                        (
                            "comment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="discussion.comment"
                            ),
                        ),
                        ("stood", models.CharField(max_length=8)),
                        ("learned", models.CharField(blank=True, max_length=4)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("wave", "comment"), name="a_comment_once_in_a_wave")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Trace",
                    fields=[
                        (
                            "comment",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="trace",
                                serialize=False,
                                to="discussion.comment",
                            ),
                        ),
                        ("network", models.CharField(max_length=24)),
                        ("likeness", models.BigIntegerField()),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["network", "at"], name="traces_of_a_network"),
                            models.Index(fields=["at"], name="traces_by_age"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Comment",
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
                                on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="stories.part"
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="comments",
                                to="accounts.penname",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="replies",
                                to="discussion.comment",
                            ),
                        ),
                        (
                            "thread",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="discussion.comment",
                            ),
                        ),
                        ("block", models.CharField(blank=True, max_length=16)),
                        ("quote", models.CharField(blank=True, max_length=1000)),
                        ("passage", models.TextField(blank=True, max_length=4000)),
                        ("taken_from", models.CharField(blank=True, max_length=16)),
                        ("body", models.TextField(max_length=10000)),
                        (
                            "state",
                            models.CharField(
                                choices=[("shown", "Shown"), ("waiting", "Waiting"), ("hidden", "Hidden")],
                                default="shown",
                                max_length=8,
                            ),
                        ),
                        (
                            "held_for",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("approval", "every comment is read first"),
                                    ("first", "the first one of this guest"),
                                    ("no_proof", "sent without the proof that a browser makes"),
                                    ("links", "it has links"),
                                    ("spam", "it looks like spam"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "guest",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="comments",
                                to="discussion.guest",
                            ),
                        ),
                        ("guest_name", models.CharField(blank=True, max_length=60)),
                        (
                            "ahead",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="stories.part",
                            ),
                        ),
                        ("hearted", models.BooleanField(default=False)),
                        ("pinned", models.BooleanField(default=False)),
                        ("locked", models.BooleanField(default=False)),
                        ("learned", models.CharField(blank=True, max_length=4)),
                        ("created_at", models.DateTimeField()),
                        ("edited_at", models.DateTimeField(blank=True, null=True)),
                        ("deleted_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["part", "created_at"], name="comments_of_a_part"),
                            models.Index(
                                condition=models.Q(("thread__isnull", False)),
                                fields=["thread", "created_at"],
                                name="comments_of_a_thread",
                            ),
                            models.Index(fields=["author", "-created_at"], name="comments_of_a_pen_name"),
                            models.Index(fields=["part", "block"], name="comments_in_the_margin"),
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["part", "created_at"],
                                name="comments_that_wait",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EarlierVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "comment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="earlier",
                                to="discussion.comment",
                            ),
                        ),
                        ("body", models.TextField(max_length=10000)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ("-at", "-pk"),
                    },
                ),
                migrations.CreateModel(
                    name="Mention",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "comment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="mentions",
                                to="discussion.comment",
                            ),
                        ),
                        (
                            "pen_name",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="mentions",
                                to="accounts.penname",
                            ),
                        ),
                        ("told", models.BooleanField(default=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("comment", "pen_name"), name="mentioned_once_in_a_comment")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reaction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "comment",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reactions",
                                to="discussion.comment",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="comment_reactions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("love", "Love"),
                                    ("laugh", "Laugh"),
                                    ("cry", "Cry"),
                                    ("gasp", "Gasp"),
                                    ("shiver", "Shiver"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("comment", "user"), name="one_reaction_per_person_and_comment"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["love", "laugh", "cry", "gasp", "shiver"])),
                                name="reactions_are_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ParagraphReaction",
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
                        ("block", models.CharField(max_length=16)),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="paragraph_reactions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("love", "Love"),
                                    ("laugh", "Laugh"),
                                    ("cry", "Cry"),
                                    ("gasp", "Gasp"),
                                    ("shiver", "Shiver"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("part", "block", "user"), name="one_reaction_per_person_and_paragraph"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["love", "laugh", "cry", "gasp", "shiver"])),
                                name="paragraph_reactions_are_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StoryTalk",
                    fields=[
                        (
                            "story",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="talk",
                                serialize=False,
                                to="stories.story",
                            ),
                        ),
                        (
                            "who",
                            models.CharField(
                                choices=[
                                    ("everyone", "Everyone, guests too"),
                                    ("signed_in", "People who are signed in"),
                                    ("followers", "Followers of the story"),
                                    ("nobody", "Nobody"),
                                ],
                                default="everyone",
                                max_length=10,
                            ),
                        ),
                        ("approve_first", models.BooleanField(default=False)),
                    ],
                ),
                migrations.CreateModel(
                    name="PartTalk",
                    fields=[
                        (
                            "part",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="talk",
                                serialize=False,
                                to="stories.part",
                            ),
                        ),
                        (
                            "who",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("everyone", "Everyone, guests too"),
                                    ("signed_in", "People who are signed in"),
                                    ("followers", "Followers of the story"),
                                    ("nobody", "Nobody"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("approve_first", models.BooleanField(blank=True, null=True)),
                        ("closed", models.BooleanField(default=False)),
                    ],
                ),
                migrations.CreateModel(
                    name="Vote",
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
                                related_name="votes",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="votes", to="stories.part"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("part", "user"), name="one_vote_per_person_and_part")
                        ],
                    },
                ),
            ]
        ),
    ]
