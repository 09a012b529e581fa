from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_rated_for_adults"),
        ("departures", "0001_departures_and_heirs"),
    ]

    operations = [
        migrations.AddField(
            model_name="heir",
            name="asked_as",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=models.SET_NULL, related_name="+", to="accounts.penname"
            ),
        ),
    ]
