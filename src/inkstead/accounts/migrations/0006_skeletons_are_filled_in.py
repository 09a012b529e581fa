from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from inkstead.accounts.lookalikes import skeleton_of


def fill_in(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The older of two names that look the same has the skeleton; nobody loses a name that they have."""
    names = apps.get_model("accounts", "PenName").objects
    seen: set[str] = set()
    some = []
    for row in names.order_by("pk").only("pk", "name").iterator(chunk_size=2000):
        row.skeleton = skeleton_of(row.name)
        if row.skeleton not in seen:
            seen.add(row.skeleton)
            some.append(row)
        if len(some) >= 1000:
            names.bulk_update(some, ["skeleton"])
            some = []
    names.bulk_update(some, ["skeleton"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_skeletons_of_names"),
    ]

    operations = [
        migrations.RunPython(fill_in, migrations.RunPython.noop, elidable=True),
    ]
