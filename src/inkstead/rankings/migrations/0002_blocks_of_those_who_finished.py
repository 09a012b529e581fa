from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("rankings", "0001_days_standings_and_snapshots"),
    ]

    operations = [
        migrations.AddField(
            model_name="storyvoices",
            name="finishers",
            field=models.PositiveIntegerField(null=True),
        ),
    ]
