from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_people")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="wished_pen_name",
            field=models.CharField(blank=True, max_length=60, default=""),
            preserve_default=False,
        ),
    ]
