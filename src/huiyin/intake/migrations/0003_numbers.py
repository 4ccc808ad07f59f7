"""The counter of reports is a sequence: no row to queue behind."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_counters_unlogged")]
    operations = [migrations.RunSQL("CREATE SEQUENCE intake_number", "DROP SEQUENCE intake_number")]
