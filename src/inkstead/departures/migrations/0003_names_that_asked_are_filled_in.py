from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill_in(apps, schema_editor):
    """What heirs were shown until now: the name in use."""
    heirs = apps.get_model("departures", "Heir").objects.using(schema_editor.connection.alias)
    users = apps.get_model("accounts", "User").objects.filter(pk=OuterRef("user"))
    heirs.filter(asked_as=None).update(asked_as=Subquery(users.values("pen_name")[:1]))


class Migration(migrations.Migration):
    dependencies = [("departures", "0002_the_name_that_asked_an_heir")]

    operations = [migrations.RunPython(fill_in, migrations.RunPython.noop)]
