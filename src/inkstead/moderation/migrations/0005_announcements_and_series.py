from __future__ import annotations

from django.db import migrations, models

KINDS = [
    ("story", "Story"),
    ("part", "Part"),
    ("comment", "Comment"),
    ("profile", "Profile"),
    ("shelf", "Shelf"),
    ("post", "Post on a wall"),
    ("news", "Announcement"),
    ("series", "Series"),
    ("tag", "Tag"),
]


class Migration(migrations.Migration):
    dependencies = [("moderation", "0004_the_log_is_not_emptied")]
    operations = [
        migrations.AlterField("case", "kind", models.CharField(choices=KINDS, max_length=8)),
        migrations.AlterField("decision", "kind", models.CharField(choices=KINDS, max_length=8)),
    ]
