from django.db import migrations

MARKED = "INSERT INTO stories_staleday (part_id, day, changes) {} ON CONFLICT (part_id, day) DO NOTHING"


class Migration(migrations.Migration):
    dependencies = [
        ("readership", "0001_days_and_steps"),
        ("reading", "0002_blocks_and_sources"),
        ("stories", "0003_what_figures_are_made_of"),
    ]

    operations = [
        migrations.RunSQL(MARKED.format("SELECT DISTINCT part_id, day, 1 FROM reading_read WHERE true"), ""),
        migrations.RunSQL(MARKED.format("SELECT id, '1970-01-01', 1 FROM stories_part WHERE true"), ""),
    ]
