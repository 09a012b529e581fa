from django.db import migrations, models

from inkstead.lib.words import sort_key

BATCH = 500


def fill(apps, schema_editor):
    stories = apps.get_model("stories", "Story")
    last = 0
    while rows := list(stories.objects.filter(pk__gt=last).order_by("pk").only("pk", "title")[:BATCH]):
        for row in rows:
            row.sorted_title = sort_key(row.title)
        stories.objects.bulk_update(rows, ["sorted_title"])
        last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_names_of_people_who_left"),
        ("stories", "0017_tags_by_their_signs"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="story", name="stories_by_title"),
        migrations.AddField(
            model_name="story",
            name="sorted_title",
            field=models.CharField(db_default="", default="", editable=False, max_length=200),
        ),
        migrations.AddIndex(
            model_name="story",
            index=models.Index(fields=["sorted_title", "id"], name="stories_by_sorted_title"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
