"""Names are found whichever characters they are written in: the worker hashes them anew, some at a time."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("intake", "0013_senders_found")]

    operations = [
        migrations.RunSQL(
            "UPDATE intake_identity SET name_hash = NULL WHERE name_hash <> ''", migrations.RunSQL.noop
        ),
    ]
