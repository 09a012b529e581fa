from django.db import migrations
from django.db.models import Count
from django.db.models.functions import TruncDate
from datetime import UTC


def book_follows(apps, schema_editor):
    """Whoever follows now was won on the day it began; who left before is not known."""
    days = (
        apps.get_model("stories", "StoryFollow")
        .objects.annotate(day=TruncDate("created_at", tzinfo=UTC))
        .values_list("story_id", "day")
        .annotate(Count("pk"))
        .order_by()
    )
    follow_day = apps.get_model("stories", "FollowDay")
    rows = [follow_day(story_id=story, day=day, gained=gained) for story, day, gained in days.iterator()]
    follow_day.objects.bulk_create(rows, batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("stories", "0003_what_figures_are_made_of")]

    operations = [migrations.RunPython(book_follows, migrations.RunPython.noop)]
