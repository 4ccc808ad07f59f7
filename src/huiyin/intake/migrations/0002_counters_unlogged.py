"""Counters for limits may be lost in a crash, and are written at every request: no need to log them ahead."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_reports")]
    operations = [
        migrations.RunSQL("ALTER TABLE intake_counter SET UNLOGGED", "ALTER TABLE intake_counter SET LOGGED")
    ]
