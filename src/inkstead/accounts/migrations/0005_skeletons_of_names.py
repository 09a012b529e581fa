from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_time_zone_of_a_person"),
    ]

    operations = [
        migrations.AddField(
            model_name="penname",
            name="skeleton",
            field=models.CharField(max_length=80, null=True, unique=True),
        ),
    ]
