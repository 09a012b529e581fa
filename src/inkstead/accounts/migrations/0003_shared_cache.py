"""The table behind the shared cache, where sign-in limits live: made even when the cache is elsewhere today."""

from django.core.management import call_command
from django.db import migrations


def create_table(apps, schema_editor):
    call_command("createcachetable", "shared_cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_wished_pen_name")]

    operations = [migrations.RunPython(create_table, migrations.RunPython.noop, elidable=False)]
