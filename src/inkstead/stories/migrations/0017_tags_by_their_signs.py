from django.db import migrations

from inkstead.lib.slugs import slugify_tag, slugify_title


def by_their_signs(apps, schema_editor):
    """“Mira & Toma” moves from mira-toma to mira-and-toma, where a new tag of that name will be looked for. A tag that
    was made for another word (“C++”, written “C#” because that came first) has to be written anew by its writer."""
    tags = apps.get_model("stories", "Tag")
    for pk, name, slug in tags.objects.order_by("pk").values_list("pk", "name", "slug").iterator():
        new = slugify_tag(name)
        if new != slug == slugify_title(name) and not tags.objects.filter(slug=new).exists():
            tags.objects.filter(pk=pk).update(slug=new)


class Migration(migrations.Migration):
    dependencies = [("stories", "0016_withheld_by_moderators")]

    operations = [migrations.RunPython(by_their_signs, migrations.RunPython.noop, elidable=True)]
